package schedule

import (
	"archive/zip"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite zones.txt from the Go distribution")

func TestAZoneIsFoundByNameCityAndCommonWord(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Asia/Tokyo", "Asia/Tokyo"},
		{"asia/tokyo", "Asia/Tokyo"},
		{" Ａsia／Tokyo ", "Asia/Tokyo"},
		{"tokyo", "Asia/Tokyo"},
		{"JST", "Asia/Tokyo"},
		{"東京", "Asia/Tokyo"},
		{"New York", "America/New_York"},
		{"Etc/GMT+5", "Etc/GMT+5"},
		{"utc", "UTC"},
		{"america/argentina/buenos aires", "America/Argentina/Buenos_Aires"},
	}
	for _, test := range tests {
		got, err := Zone(test.name)
		if err != nil || got.String() != test.want {
			t.Errorf("Zone(%q): got %v, %v, want %v", test.name, got, err, test.want)
		}
	}
}

func TestAnUnknownZoneSuggestsTheNearest(t *testing.T) {
	tests := []struct{ name, fault, suggestion string }{
		{"Mars/Olympus", FaultZone, ""},
		{"Asia/Tokio", FaultZone, "Asia/Tokyo"},
		{"Europe/Berlyn", FaultZone, "Europe/Berlin"},
		{"newyork", FaultZone, "America/New_York"},
		{"Local", FaultZone, ""},
		{"", FaultZone, ""},
		{"../../etc/passwd", FaultZone, ""},
		{"Asia/Tokyo/", FaultZone, "Asia/Tokyo"},
		{strings.Repeat("x", 100), FaultZone, ""},
		{strings.Repeat("x", 5000), FaultZone, ""},
	}
	for _, test := range tests {
		_, err := Zone(test.name)
		input := wantFault(t, err, test.fault)
		if test.suggestion != "" && !slices.Contains(input.Suggestions, test.suggestion) {
			t.Errorf("Zone(%q): got suggestions %v, want %q among them", test.name, input.Suggestions, test.suggestion)
		}
	}
	_, err := Zone("Asia/Tokio")
	if want := `"Asia/Tokio" is not a time zone; the nearest are Asia/Tokyo`; !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %q, want it to begin with %q", err, want)
	}
	_, err = Zone("どこか")
	if want := `"どこか" is not a time zone; write it like Asia/Tokyo.`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
	_, err = Zone("Mars/Olympus")
	if input := wantFault(t, err, FaultZone); len(input.Suggestions) != 0 {
		t.Errorf("got %v, want no suggestions, for nothing is near", input.Suggestions)
	}
}

func TestTeamsOfOneZoneShareIt(t *testing.T) {
	if a, b := mustZone(t, "Asia/Tokyo"), mustZone(t, "JST"); a != b {
		t.Errorf("got two locations, %p and %p, want one", a, b)
	}
}

func TestEveryListedZoneLoads(t *testing.T) {
	if *update {
		writeZones(t)
	}
	names := ZoneNames()
	if len(names) < 500 || !slices.IsSorted(names) {
		t.Errorf("got %d names, sorted %v, want at least 500, sorted", len(names), slices.IsSorted(names))
	}
	for _, name := range names {
		zone, err := Zone(name)
		if err != nil || zone == time.Local || zone.String() != name {
			t.Errorf("Zone(%q): got %v, %v, want it under its own name", name, zone, err)
		}
	}
}

// writeZones lists what the Go distribution's database has.
func writeZones(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	for _, file := range archive.File {
		if name := file.Name; !strings.HasSuffix(name, "/") && name != "Factory" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if err := os.WriteFile("zones.txt", []byte(strings.Join(names, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
