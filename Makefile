# What developers run. 'make check' is what must pass before a change lands.
# The checks' tools are pinned in tools/go.mod and built into .bin.

.DELETE_ON_ERROR:
.SHELLFLAGS := -eu -o pipefail -c
SHELL := bash

bin := $(CURDIR)/.bin
tools := $(bin)/tools-built

# The rounds that take too long for every 'go test ./...': package and flags,
# one entry a line, joined by colons because make splits at blanks:
#   ./store:-run=TestLong:-rounds=200
# KILLS wait most of the time, so HISTORIES use the other core meanwhile (the two
# lists take about as long); ALONE are those that want both cores or are about time.
KILLS := './cmd/engawa:-run=TestTheProgram:-kills=200:-patient' \
	'./cmd/engawa:-run=TestNoWordIsLostHoweverOften|TestAMeetingGoesOn:-kills=200' \
	'./cmd/engawa:-run=TestNobodyIsReminded:-kills=200'
HISTORIES := './kpt/gdocs:-run=TestNobodys:-rounds=10000' \
	'./kpt/meeting:-rounds=10000' \
	'./kpt:-rounds=10000' \
	'./bot/remind:-run=TestNoWeek:-weeks=200' \
	'./bot/slack:-run=TestAMessageAppearsOnce:-posts=1000' \
	'./schedule:-rounds=300' \
	'./store:-rounds=200'
ALONE := './internal/fake/gdocs:-run=TestRandomEdits:-rounds=100' \
	'./cmd/engawa:-run=TheCardOfALong:-notes=60' \
	'./cmd/engawa:-run=ManyTeams:-many=10000' \
	'./cmd/engawa:-run=Crowd|Busy:-teams=500:-boards=50'

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
race: ## all tests under the race detector
	go test -race -count=1 ./...

.PHONY: long
long: ## the long rounds, in full
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target long-kills long-histories
	@$(call rounds,$(ALONE))

.PHONY: long-kills long-histories
long-kills:
	@$(call rounds,$(KILLS))
long-histories:
	@export GOMAXPROCS=1; $(call rounds,$(HISTORIES))

rounds = for entry in $(1); do \
		IFS=: read -r -a words <<<"$$entry"; \
		echo "go test -count=1 $${words[*]}"; \
		go test -count=1 -timeout=20m "$${words[@]}"; \
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

.PHONY: demo
demo: ## the whole bot on this machine, no account and no network
	go run ./cmd/engawa demo

.PHONY: fmt
fmt: $(tools) ## format the source
	$(bin)/golangci-lint fmt

.PHONY: vuln
vuln: $(tools) ## known vulnerabilities in what is linked (needs the network)
	$(bin)/govulncheck ./...

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z]+):.*## /\1\t/p' $(MAKEFILE_LIST) | column -t -s "$$(printf '\t')"

$(tools): tools/go.mod tools/go.sum
	GOBIN=$(bin) go -C tools install tool
	@touch $@
