# What developers run. 'make check' is what must pass before a change lands.
# The checks' tools are pinned in tools/go.mod and built into .bin.

.DELETE_ON_ERROR:
.SHELLFLAGS := -eu -o pipefail -c
SHELL := bash

bin := $(CURDIR)/.bin
tools := $(bin)/tools-built

# The rounds that take too long for every 'go test ./...': package and flags,
# one entry a line, joined by colons because make splits at blanks:
#   ./store:-run=TestLong:-rounds=50~200
# Of a~b, 'make long' takes a, with which an entry lasts a minute at most, and
# 'make soak' b, the full figure.
# KILLS wait most of the time, so HISTORIES use the other core meanwhile (the two
# lists take about as long); ALONE are those that want both cores or are about time.
KILLS := './internal/app/apptest:-run=TestTheProgram:-kills=50~200:-patient=false~true' \
	'./internal/app/apptest:-run=TestNoWordIsLostHoweverOften|TestAMeetingGoesOn:-kills=50~200' \
	'./internal/app/apptest:-run=TestNobodyIsReminded:-kills=50~200' \
	'./internal/app/apptest:-run=TestWhatAKeeperDoes:-kills=50~200' \
	'./internal/app/apptest:-run=OnABadDisk|FilesCannotTake:-kills=15~200'
HISTORIES := './kpt/gdocs:-run=TestNobodys:-rounds=1000~10000' \
	'./kpt/meeting:-rounds=1500~10000' \
	'./kpt:-run=TestWhatIsTold:-rounds=15~100' './kpt/merge:-rounds=1500~10000' \
	'./bot/feature/remind:-run=TestNoWeek:-weeks=40~200' \
	'./bot/discord:-run=TheNextTimeOfAHabit:-occurrences=300~500' \
	'./bot/slack:-run=TestAMessageAppearsOnce:-posts=250~1000' \
	'./bot/slack:-run=TestEveryCardCanBePressed:-heavy=60~300' \
	'./schedule:-rounds=60~300' \
	'./store:-run=Kill:-rounds=50~200' \
	'./store:-run=Silent|Salvage|WhileTheStoreIsOpen:-damages=1000~10000' \
	'./internal/app/apptest:-run=Forged:-forged=20000~100000' \
	'./internal/app/lives:-lives=100~10000'
ALONE := './internal/fake/gdocs:-run=TestRandomEdits:-rounds=20~100' \
	'./internal/app/apptest:-run=TheCardOfALong:-notes=20~60' \
	'./internal/app/apptest:-run=ManyTeams:-many=4000~10000' \
	'./internal/app/apptest:-run=Crowd|Busy:-teams=100~500:-boards=10~50' \
	'./internal/app/apptest:-run=InARush|InAFlood:-rush=2000~10000'

# What is held against the wall clock; see need.Limit.
FIGURES := './internal/app/apptest:-run=NoCommandReads|NobodyWaits:-retros=260' \
	'./internal/app/apptest:-run=TestTheProgram/is_soon_ready' \
	'./internal/app/apptest:-run=TheCrowdAtFour|APressOfOneOfThirty' \
	'./kpt/recall:-run=FiveYearsAreFoundWithin' \
	'./schedule:-run=TenThousandTeams' \
	'./store:-run=ASecondProcess' \
	'./bot/feature/teamfile:-run=HostileFiles'

# How long 'make fuzz' gives each target.
FUZZTIME := 10s

.PHONY: check
check: tidy lint dead vet race ## all checks, in the order of how fast they fail

.PHONY: tidy
tidy: ## go.mod and go.sum name what is used, no more and no less
	go mod tidy -diff
	go mod verify

.PHONY: lint
lint: $(tools) ## golangci-lint, which looks at the format too
	$(bin)/golangci-lint run ./...

.PHONY: dead
dead: $(tools) ## functions that neither the program nor a test reaches
	@found=$$($(bin)/deadcode -test ./...); \
	if [[ -n $$found ]]; then echo "$$found"; echo 'dead code: delete it'; exit 1; fi

.PHONY: vet
vet: ## go vet
	go vet ./...

.PHONY: race
race: ## all tests under the race detector, but the laws, which read the source and run nothing of it; the longest first
	go test -count=1 ./internal/rules
	go test -race -vet=off -count=1 -timeout=20m ./internal/app/apptest \
		$$(go list ./... | grep -vE '/internal/(rules|app/apptest)$$')

.PHONY: quick
quick: ## before each commit: the format, vet, the laws, and the packages that changed
	@bad=$$(gofmt -l .); if [[ -n $$bad ]]; then echo "gofmt -w $$bad"; exit 1; fi
	go vet ./...
	@changed=$$({ git diff --name-only HEAD; git ls-files --others --exclude-standard; } | \
		sed -nE 's|^(.*)/[^/]+\.go$$|./\1|p' | sort -u | \
		while read -r folder; do if compgen -G "$$folder/*.go" >/dev/null; then echo "$$folder"; fi; done); \
	some=$$(grep -vxE './internal/rules|./internal/app/apptest|./tools.*' <<<"$$changed" || true); \
	set -x; go test ./internal/rules $$some; \
	if grep -qxE './cmd/engawa|./internal/(app|app/apptest|demo)' <<<"$$changed"; then \
		go test -run='TestDialogues/^(board|tea|kpt|meeting|settings|tries)$$' ./internal/app/apptest; fi

.PHONY: long
long: ## the long rounds, a minute each at most
	@$(MAKE) --no-print-directory FULL='\1' all-rounds

.PHONY: soak
soak: ## the long rounds in full; every night
	@$(MAKE) --no-print-directory FULL='\2' all-rounds

.PHONY: figures
figures: ## times by the wall clock, on a machine with nothing else to do
	@export ENGAWA_FIGURES=true; $(call rounds,,$(FIGURES))

.PHONY: all-rounds long-kills long-histories
all-rounds:
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target long-kills long-histories
	@$(call rounds,,$(ALONE))
long-kills:
	@$(call rounds,,$(KILLS))
long-histories:
	@export GOMAXPROCS=1; $(call rounds,,$(HISTORIES))

FULL := \1
# A round prints its seeds and figures when it is well, and all when it is not: what
# failed once more at the end, for a log of which only the end is kept.
rounds = log=$$(mktemp); trap 'rm -f "$$log"' EXIT; for entry in $(2); do \
		entry=$$(sed -E 's/([a-z0-9]+)~([a-z0-9]+)/$(FULL)/g' <<<"$$entry"); \
		IFS=: read -r -a words <<<"$$entry"; \
		echo "go test -count=1 $${words[*]}"; \
		if ! go test -count=1 -timeout=90m -v $(1) "$${words[@]}" >"$$log" 2>&1; then cat "$$log"; \
			echo 'what failed:'; grep -vE '^ *time=|said at the end|^=== ' "$$log" | cut -c1-600 | tail -n 60; exit 1; fi; \
		grep -E '^ +[a-z_]+_test.go:[0-9]+: ' "$$log" | grep -vE ': time=|said at the end' | cut -c1-300 | tail -n 12 || true; \
		grep -E '^(ok|---|FAIL)' "$$log" | grep -vE '^--- PASS.*\(0\.[0-9]+s\)' | tail -n 4; \
	done

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME; they are found, not listed
	@$(MAKE) --silent --no-print-directory fuzz-list | while read -r package target; do \
		echo "$$package $$target"; \
		go test -run='^$$' -fuzz="^$$target$$" -fuzztime=$(FUZZTIME) "$$package"; \
	done

.PHONY: fuzz-list
fuzz-list:
	@find . -name '*_test.go' -print0 | sort -z | xargs -0 sed -nsE \
		'/^func Fuzz/ { s/^func (Fuzz[A-Za-z0-9_]*).*/\1/; F; p }' | \
		while read -r file && read -r target; do echo "$${file%/*} $$target"; done

.PHONY: bench
bench: ## all benchmarks
	go test -run='^$$' -bench=. -benchmem ./...

.PHONY: chimes
chimes: ## make bot/discord/sounds/*.ogg anew (Debian: sox, vorbis-tools, bc)
	tools/chimes/make.sh

.PHONY: pictures
pictures: ## docs/engawa.svg and docs/engawa.ja.svg anew, of what the demo says
	go test ./internal/demo -count=1 -run=ThePicturesShow -update

.PHONY: demo
demo: ## the whole bot on this machine, no account and no network
	go run ./cmd/engawa demo

.PHONY: dev
dev: ## a development copy on a real server; deploy/dev/README.md says how
	@if [[ ! -f deploy/dev/.env ]]; then echo 'no deploy/dev/.env yet: deploy/dev/README.md says how'; exit 1; fi; \
	set -a; . deploy/dev/.env; set +a; exec go run ./cmd/engawa

.PHONY: fmt
fmt: $(tools) ## format the source
	$(bin)/golangci-lint fmt

.PHONY: vuln
vuln: $(tools) ## known vulnerabilities in what is linked (needs the network)
	$(bin)/govulncheck ./...

.PHONY: release
release: ## binaries for five platforms, checksums, SBOMs and licences in dist/; nothing is published
	tools/release/make.sh

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z]+):.*## /\1\t/p' $(MAKEFILE_LIST) | column -t -s "$$(printf '\t')"

$(tools): tools/go.mod tools/go.sum
	GOBIN=$(bin) go -C tools install tool
	@touch $@
