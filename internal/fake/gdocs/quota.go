package gdocs

import (
	"sync"
	"time"
)

// Quota is how many requests one account may make in a window of time.
// Source: "Usage limits" of the Google Docs API.
type Quota struct {
	Reads  int           // zero: 300
	Writes int           // zero: 60
	Window time.Duration // zero: a minute
}

// meter counts requests in a sliding window, reads and writes apart.
type meter struct {
	quota Quota

	mu     sync.Mutex
	reads  []time.Time
	writes []time.Time
}

func newMeter(q Quota) *meter {
	if q.Reads == 0 {
		q.Reads = 300
	}
	if q.Writes == 0 {
		q.Writes = 60
	}
	if q.Window == 0 {
		q.Window = time.Minute
	}
	return &meter{quota: q}
}

// take counts one request unless there have been too many.
func (m *meter) take(write bool, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	taken, most := &m.reads, m.quota.Reads
	if write {
		taken, most = &m.writes, m.quota.Writes
	}
	for len(*taken) > 0 && now.Sub((*taken)[0]) >= m.quota.Window {
		*taken = (*taken)[1:]
	}
	if len(*taken) >= most {
		return false
	}
	*taken = append(*taken, now)
	return true
}
