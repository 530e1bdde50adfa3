package notebook_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhoWantsToCatchUpWaitsUntilBothKnowOfEachOther(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		_, doc := s.team("sakura")
		if err := doc.LineAt(len(doc.Lines()) - 1).Append("Review before noon"); err != nil {
			t.Fatal(err)
		}
		if err := s.scribe.Catch(t.Context()); err != nil {
			t.Fatal(err)
		}
		merged := s.scribe.Tally.Merges.Load()
		synctest.Wait()
		if !strings.Contains(doc.Text(), "Review before noon") || merged < 2 {
			t.Errorf("merged %d times, want what was typed taken over:\n%s", merged, doc.Text())
		}
		s.stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.scribe.Catch(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after the end: got %v, want the wait called off", err)
		}
	})
}
