package gdocs

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"google.golang.org/api/googleapi"
)

// tabDepth is how deep tabs may be nested. Source: Tab in the discovery document.
const tabDepth = 3

// readFields is the field mask of a full read: what the reader uses, which is
// about a third of a Doc.
func readFields() string {
	suggested := "suggestedInsertionIds,suggestedDeletionIds"
	run := "textRun(content,textStyle(bold,strikethrough)," + suggested + ")"
	chips := "person(personProperties," + suggested + "),richLink(richLinkProperties/title," + suggested + ")," +
		"dateElement(dateElementProperties/displayText," + suggested + ")"
	paragraph := "paragraph(bullet(listId,nestingLevel),paragraphStyle(namedStyleType,indentStart/magnitude)," +
		"elements(endIndex," + run + "," + chips + "))"
	lists := "lists/*/listProperties/nestingLevels(glyphType,glyphSymbol,glyphFormat)"
	body := "documentTab(body/content(startIndex," + paragraph + ",table/tableRows/tableCells(content,tableCellStyle(columnSpan,rowSpan)))," +
		lists + ",namedRanges/*/namedRanges(namedRangeId,ranges(segmentId,startIndex,endIndex)))"
	tab := "tabProperties(tabId,title)," + body
	var b strings.Builder
	for range tabDepth - 1 {
		b.WriteString(tab + ",childTabs(")
	}
	b.WriteString(tab + strings.Repeat(")", tabDepth-1))
	return "revisionId,tabs(" + b.String() + ")"
}

// whole reads what the reader uses of a Doc. A field mask with wildcards is valid by
// Google's schema, and no public client is known to send one: if it is refused, all of
// the Doc is read, now and from then on.
func (n *Notebook) whole(ctx context.Context) ([]byte, error) {
	if n.unmasked.Load() {
		return n.get(ctx, "")
	}
	data, err := n.get(ctx, readFields())
	if !refusesFields(err) {
		return data, err
	}
	if data, err = n.get(ctx, ""); err == nil {
		n.unmasked.Store(true)
	}
	return data, err
}

// refusesFields says whether an error is about the field mask: a 400 that names it.
func refusesFields(err error) bool {
	if !refused(err, http.StatusBadRequest) {
		return false
	}
	e, _ := errors.AsType[*googleapi.Error](err)
	said := strings.ToLower(e.Message + e.Body)
	return strings.Contains(said, "field selection") || strings.Contains(said, `"fields"`) || strings.Contains(said, "field mask")
}
