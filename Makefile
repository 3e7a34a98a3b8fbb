# Two commands matter: make run and make test. Both install what is missing.
TAGS  := migrated_fynedo,no_emoji,no_metadata
FLAGS := -tags $(TAGS)
# Each step of a change made to fail, one after the other, and processes that are
# killed: minutes under the race detector, which has nothing to find where one
# goroutine works.
STEPS := StepsFail|StepFails|KeyChangesFail|HostileMedium|Flips|Leaks|SyncFailsOutside|Kill
BIN   := build/truename$(shell go env GOEXE)
SHOTS := build/pictures

.PHONY: kiosk run test quick build bench bench-large clerk eyes-report eyes-peers tags torture power generate pictures
.DEFAULT_GOAL := build

build:
	@.ci/install
	go build $(FLAGS) -o $(BIN) .

# With a display the window opens; without one it opens on a virtual display,
# binds a specimen card and leaves pictures.
run: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" != Linux ]; then exec $(BIN); \
	else mkdir -p $(SHOTS) && xvfb-run -a -s "-screen 0 1280x860x24 -noreset" $(BIN) -tour $(SHOTS) && echo "No display here: a specimen card was bound on a virtual one. Pictures: $(CURDIR)/$(SHOTS)"; fi

# Everything: rules, store and screens with the race detector, then the real
# window on a virtual display. The screens one by one: the toolkit keeps the
# fonts of every test, which takes gigabytes under the race detector.
test: build
	@test -z "$$(gofmt -l .ci assets model screens *.go)" || { gofmt -l .ci assets model screens *.go; exit 1; }
	go vet -tags $(TAGS) ./...
	go test -race -tags $(TAGS) -timeout 40m -skip '$(STEPS)' . ./assets/... ./model/...
	for p in $$(go list -tags $(TAGS) ./screens/...); do go test -race -tags $(TAGS) -timeout 40m $$p || exit 1; done
	TRUENAME_FLIPS=200 TRUENAME_KILLS=60 go test -tags $(TAGS) -run 'FixedSet|Memory|Shot|Grounds|Options|$(STEPS)' ./model/eyes ./model/photo ./model/specimen ./model/store
	TRUENAME_BIN=$(CURDIR)/$(BIN) xvfb-run -a -s "-screen 0 1280x860x24 -noreset" go test -tags $(TAGS),window -count=1 -timeout 20m -run Window ./screens

# The daily tests, in seconds and without cgo.
quick:
	CGO_ENABLED=0 go test -tags $(TAGS) ./model/... ./screens/... ./assets/...

# The figures of docs/benchmarks.md.
bench: build
	go build $(FLAGS) -o build/bare ./.ci/bare
	go build -o build/bench ./.ci/bench
	build/bench $(BIN) build/bare
	CGO_ENABLED=0 go test -tags $(TAGS) -run '^$$' -bench ParseNumber -benchtime 3s -cpu 1 ./model/idcard
	CGO_ENABLED=0 go test -tags $(TAGS) -run '^$$' -bench . -benchtime 3s ./model/photo ./model/pinyin ./model/seal ./model/store ./model/help

# The tables of docs/eyes.md: photographs with fresh seeds (or SEED=…), a
# quarter of an hour on two cores; and the same photographs given to others.
SEED ?= 0
eyes-report: build
	go build -o build/eyes-report ./.ci/eyes
	build/eyes-report -bin $(BIN) -seed $(SEED) -out docs/eyes.md

eyes-peers:
	.ci/eyes/peers.sh 30 $(SEED)

# Rounds that take longer than a test may: the figures of docs/reliability.md.
torture:
	TRUENAME_PACKET=all CGO_ENABLED=0 go test -tags $(TAGS) -count=1 -timeout 60m -v -run 'Flipped|Cut' ./model/seal
	TRUENAME_LEAKS=1000 CGO_ENABLED=0 go test -tags $(TAGS) -count=1 -timeout 60m -v -run 'Leaks|SyncFailsOutside' ./model/store
	TRUENAME_FLIPS=10000 CGO_ENABLED=0 go test -tags $(TAGS) -count=1 -timeout 120m -v -run Flips ./model/store
	TRUENAME_KILLS=600 CGO_ENABLED=0 go test -tags $(TAGS) -count=1 -timeout 60m -v -run Kill ./model/store

# One session of a kiosk after the other on a virtual display, an hour for 500.
kiosk: build
	TRUENAME_SESSIONS=$${TRUENAME_SESSIONS:-500} TRUENAME_BIN=$(CURDIR)/$(BIN) xvfb-run -a -s "-screen 0 1280x860x24 -noreset" go test -tags $(TAGS),window -count=1 -timeout 0 -v -run KioskSessions ./screens

# Power cuts: a virtual machine (QEMU, no KVM needed) submits until it is killed,
# and what it acknowledged is looked for at its next start. CUTS=60 take ten
# minutes; WITHOUT=fsync,msync is the control, whose syncs do nothing; EACH=2 cuts
# more often while a store is made. Debian only.
CUTS ?= 60
EACH ?= 12
WITHOUT ?=
power:
	go test ./.ci/power
	mkdir -p build/power
	CGO_ENABLED=0 go test -c -ldflags=-s -tags $(TAGS) -o build/power/store.test ./model/store
	.ci/power/guest.sh build/power
	go build -o build/power/power ./.ci/power
	build/power/power -cuts $(CUTS) -each $(EACH) -without "$(WITHOUT)" build/power

# A store of 100,000 cases, and SQLite with the same in it: 3 GB beside the
# binary, a quarter of an hour. It is a module of its own, so that SQLite is in
# nothing that is built here.
bench-large:
	cd .ci/large && go vet ./... && go build -o ../../build/large .
	rm -rf build/large-store && build/large build/large-store; rm -rf build/large-store

# A clerk who decides CLERK cases by keys alone on the real window: how long the
# next one takes to come. Six minutes and 1 GB for 500.
CLERK ?= 500
clerk: build
	TRUENAME_CLERK=$(CLERK) TRUENAME_BIN=$(CURDIR)/$(BIN) xvfb-run -a -s "-screen 0 1280x860x24 -noreset" go test -tags $(TAGS),window -count=1 -timeout 40m -v -run WindowClerk ./screens

generate:
	go run ./assets/gen/fonts
	go run ./assets/gen/pinyin
	go run ./assets/gen/words
	go run ./assets/gen/regions
	go run ./assets/gen/models
	go test ./model/ocr -run 'RareShapes|KnownShapes' -update

# The pictures of README and docs: states of the tour, in few colours so that
# none is over 150 KB.
pictures: build
	@rm -rf $(SHOTS) && mkdir -p $(SHOTS)/en $(SHOTS)/zh $(SHOTS)/contrast docs/pictures
	xvfb-run -a -s "-screen 0 1280x860x24 -noreset" $(BIN) -tour $(SHOTS)/en -lang en -theme light -size standard -width 1120 -height 760
	xvfb-run -a -s "-screen 0 1280x860x24 -noreset" $(BIN) -tour $(SHOTS)/zh -lang zh -theme light -size standard -width 1120 -height 760
	xvfb-run -a -s "-screen 0 1280x860x24 -noreset" $(BIN) -tour $(SHOTS)/contrast -lang en -theme contrast -size double -width 1120 -height 760
	@.ci/pictures $(SHOTS) docs/pictures

tags:
	@echo $(TAGS)
