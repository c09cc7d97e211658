# make demo   what it does, shown on two simulated BMCs
# make test   everything that must hold
# make help   the rest
SHELL := /bin/bash
.DEFAULT_GOAL := help
PREFIX ?= /usr
DESTDIR ?=
SYSCONFDIR ?= /etc
SWIFT ?= swift
# Programs and libraries find the Swift runtime beside themselves, never in the toolchain that built them.
RELEASE := -c release -Xswiftc -no-toolchain-stdlib-rpath --disable-local-rpath
NATIVE := ibmrsa-telnet ipmi libvirt meatware null redfish riloe stonith-helper
# One executable under several names, some of which Pacemaker and crmsh have as well: theirs are left alone.
CRM_NAMES := crm crm_simulate crm_verify cibadmin
PACKAGES_BUILD := libfreeipmi-dev libipmiconsole-dev libssl-dev libvirt-dev libcurl4-openssl-dev libxml2-dev pkg-config
PACKAGES_DEMO := $(PACKAGES_BUILD) openipmi gcc libc6-dev iproute2 iputils-ping
PACKAGES_TEST := $(PACKAGES_DEMO) freeipmi-tools ipmitool cluster-glue crmsh openssh-server openssh-client \
	libxml2-utils man-db util-linux bsdutils systemd logrotate fence-agents redfishtool telnet stress-ng gnutls-bin openssl \
	pacemaker-cli-utils \
	libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86
PACKAGES_BENCH := $(PACKAGES_TEST) pacemaker pacemaker-dev pkg-config
NEED := Tests/rig/apt-need

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.PHONY: demo
demo: ## an escalation, live: a node, its BMC, a person (needs root, and asks for it)
	@$(NEED) $(PACKAGES_DEMO)
	@$(MAKE) --no-print-directory stage
	@examples/demo.sh .stage$(PREFIX)

.PHONY: test
test: ## build, lint and every test
	@$(NEED) $(PACKAGES_TEST)
	$(SWIFT) format lint --strict -r Package.swift Sources plugins Tests
	@$(MAKE) --no-print-directory stage
	@$(MAKE) --no-print-directory fuzz SECONDS_EACH=5 SEED=1
	@STONITH_STAGE=$(CURDIR)/.stage$(PREFIX) SWIFT=$(SWIFT) Tests/rig/run-tests

.PHONY: scenarios
scenarios: ## rewrite what the stories of FencingCore expect; read the difference before you keep it
	STONITH_REWRITE=1 $(SWIFT) test --filter FencingCoreTests.ScenarioTests

.PHONY: bench
bench: ## our figures and the peers', from one run; PARTS="fence level" or PARTS=brain for some of them
	@$(NEED) $(PACKAGES_BENCH)
	@$(MAKE) --no-print-directory stage
	@if [ "$(PARTS)" != brain ]; then \
		STONITH_STAGE=$(CURDIR)/.stage$(PREFIX) LD_LIBRARY_PATH=$(RUNTIME_FROM) .build/release/Bench $(PARTS); fi
	@if [ -z "$(PARTS)" -o "$(PARTS)" = brain ]; then \
		LD_LIBRARY_PATH=$(RUNTIME_FROM) .build/release/SchedulerBench; fi

SEEDS ?= 1000
FIRST ?= 1
.PHONY: differential
differential: ## our scheduler beside crm_simulate on SEEDS (1000) made-up cases from FIRST (1) on
	@$(NEED) $(PACKAGES_TEST)
	@$(SWIFT) build $(RELEASE) --product scheduler-judge
	@LD_LIBRARY_PATH=$(RUNTIME_FROM) .build/release/scheduler-judge differential $(SEEDS) $(FIRST) .differences

SECONDS_EACH ?= 60
.PHONY: fuzz
fuzz: ## each decoder of outside bytes for SECONDS_EACH (60)
	@Tests/Fuzz/run $(SECONDS_EACH) $(SEED)

.PHONY: build
build: ## what is installed, optimised
	@$(NEED) $(PACKAGES_BUILD)
	$(SWIFT) build $(RELEASE)

.PHONY: stage
stage: ## install into ./.stage with PREFIX=/usr; what is there runs from there
	@rm -rf .stage
	@$(MAKE) --no-print-directory install DESTDIR=$(CURDIR)/.stage PREFIX=$(PREFIX)

BIN := .build/release
LIB = $(DESTDIR)$(PREFIX)/lib/stonith
SHARE = $(DESTDIR)$(PREFIX)/share
RUNTIME_FROM = $(dir $(shell command -v $(SWIFT)))../lib/swift/linux
.PHONY: install
install: build ## into $(DESTDIR)$(PREFIX)
	@install -d $(DESTDIR)$(PREFIX)/sbin $(LIB)/native $(LIB)/swift $(LIB)/plugins/external $(DESTDIR)$(PREFIX)/include
	@install -m 755 $(BIN)/stonith $(DESTDIR)$(PREFIX)/sbin/stonith
	@install -m 755 $(BIN)/stonithd $(DESTDIR)$(PREFIX)/sbin/stonithd
	@install -m 755 $(BIN)/stonith-exec $(LIB)/stonith-exec
	@install -m 755 $(BIN)/stonith-journal $(LIB)/stonith-journal
	@install -m 755 $(BIN)/stonith-metadata $(LIB)/stonith-metadata
	@install -m 755 $(BIN)/stonith-console $(LIB)/stonith-console
	@for name in $(NATIVE); do install -m 644 $(BIN)/lib$$name.so $(LIB)/native/$$name.so || exit 1; done
	@install -m 644 plugins/include/stonith_plugin.h $(DESTDIR)$(PREFIX)/include/stonith_plugin.h
	@install -m 755 $(BIN)/meatclient $(DESTDIR)$(PREFIX)/sbin/meatclient
	@install -m 755 $(BIN)/crm $(LIB)/crm
	@for name in $(CRM_NAMES); do \
		Tests/rig/link-unless-foreign ../lib/stonith/crm $(DESTDIR)$(PREFIX)/sbin/$$name || exit 1; done
	@Tests/rig/runtime-libraries $(RUNTIME_FROM) $(LIB)/swift $(DESTDIR)$(PREFIX)/sbin/* $(LIB)/stonith-journal \
		$(LIB)/stonith-metadata $(LIB)/stonith-console $(LIB)/crm $(LIB)/native/*.so
	@install -d $(SHARE)/man/man5 $(SHARE)/man/man7 $(SHARE)/man/man8 $(SHARE)/bash-completion/completions
	@install -d $(SHARE)/doc/swift-stonith $(SHARE)/zsh/vendor-completions
	@install -m 644 man/*.5 $(SHARE)/man/man5/
	@install -m 644 man/*.7 $(SHARE)/man/man7/
	@install -m 644 $(filter-out $(CRM_NAMES:%=man/%.8),$(wildcard man/*.8)) $(SHARE)/man/man8/
	@for name in stonith meatclient; do \
		install -m 644 man/completions/$$name.bash $(SHARE)/bash-completion/completions/$$name || exit 1; \
		install -m 644 man/completions/_$$name $(SHARE)/zsh/vendor-completions/ || exit 1; done
	@for name in $(CRM_NAMES); do \
		Tests/rig/install-beside-program ../lib/stonith/crm $(DESTDIR)$(PREFIX) $$name || exit 1; done
	@install -d $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(PREFIX)/lib/sysusers.d \
		$(DESTDIR)$(PREFIX)/lib/tmpfiles.d $(DESTDIR)$(SYSCONFDIR)/logrotate.d
	@sed 's|/usr/sbin/stonithd|$(PREFIX)/sbin/stonithd|' examples/systemd/stonithd.service \
		>$(DESTDIR)$(PREFIX)/lib/systemd/system/stonithd.service
	@sed 's|/usr/sbin/stonith |$(PREFIX)/sbin/stonith |' examples/systemd/stonith-unfence.service \
		>$(DESTDIR)$(PREFIX)/lib/systemd/system/stonith-unfence.service
	@install -m 644 examples/systemd/stonith.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/stonith.conf
	@install -m 644 examples/systemd/stonith.tmpfiles $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/stonith.conf
	@install -m 644 examples/systemd/stonith.logrotate $(DESTDIR)$(SYSCONFDIR)/logrotate.d/stonith
	@install -m 644 LICENSE docs/LICENSES.md $(SHARE)/doc/swift-stonith/
	@install -m 644 .build/checkouts/swift-nio/NOTICE.txt $(SHARE)/doc/swift-stonith/NOTICE.swift-nio

.PHONY: clean
clean: ## remove what was built
	rm -rf .build .build-* .stage
