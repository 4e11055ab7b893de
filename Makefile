# Every target calls dev/run.py, which does whatever set-up is missing first.
RUN := python3 dev/run.py

.PHONY: help demo test serve bench lint format access usability i18n handbook pictures clean stop \
	db-shell

help:
	@$(RUN) --help

demo:  ## build the demo company, print its month, write out/
	@$(RUN) demo

test:  ## run every test; ARGS="-k name" is handed to pytest
	@$(RUN) test -- $(ARGS)

serve:  ## serve the demo company; PORT=8069
	@$(RUN) serve --port $(or $(PORT),8069)

bench:  ## measure the monthly close; N=100000 invoice lines; PART=close, cards, workbook, clients, arrears, visits, host
	@$(RUN) bench $(or $(N),100000) --part $(or $(PART),ledger)

lint:  ## check style without changing anything
	@$(RUN) lint

format:  ## rewrite files in the house style
	@$(RUN) format

access:  ## try what each role may do, write docs/access.md
	@$(RUN) access

usability:  ## do what each role does most, write docs/usability.md
	@$(RUN) usability

i18n:  ## write the .pot, merge the .po files, list what is open or dropped
	@$(RUN) i18n

handbook:  ## write the handbook's pages as HTML into the addon
	@$(RUN) handbook

pictures:  ## make the handbook's pictures from the demo
	@$(RUN) pictures

db-shell:  ## psql on the demo database; DB=name
	@$(RUN) db-shell $(or $(DB),$(TELECOM_DEMO),telecom_demo)

stop:  ## stop the private PostgreSQL server
	@$(RUN) stop

clean:  ## stop the server, drop its databases, remove out/ and the cache
	@$(RUN) clean
