CREATE TABLE "contract" (
	"id" text PRIMARY KEY NOT NULL,
	"contract" text,
	"currency" text,
	"funding_source" text,
	"periods" integer NOT NULL,
	"drafts" integer NOT NULL,
	"others" integer NOT NULL,
	"unknown_amounts" integer NOT NULL,
	"collected" numeric NOT NULL,
	"failed" numeric NOT NULL,
	"in_flight" numeric NOT NULL,
	"outstanding" numeric NOT NULL,
	"billed" numeric NOT NULL,
	"fresh_failed" numeric NOT NULL,
	"rate" numeric,
	"unpaid" integer NOT NULL,
	"unpaid_undated" integer NOT NULL,
	"weeks_behind" integer NOT NULL,
	"oldest_unpaid" date,
	"first_billed" date,
	"last_billed" date,
	"last_paid" date,
	"due_on" date
);
--> statement-breakpoint
CREATE TABLE "contract_pending" (
	"name" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
DROP INDEX "billing_period_by_contract";--> statement-breakpoint
CREATE INDEX "contract_by_contract" ON "contract" USING btree ("contract" collate "C","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_funding_source" ON "contract" USING btree ("funding_source" collate "C","id" collate "C","currency" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_weeks_behind" ON "contract" USING btree ("weeks_behind","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_unpaid" ON "contract" USING btree ("unpaid","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_oldest_unpaid" ON "contract" USING btree ("oldest_unpaid","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_rate" ON "contract" USING btree ("rate","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_periods" ON "contract" USING btree ("periods","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_first_billed" ON "contract" USING btree ("first_billed","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_last_billed" ON "contract" USING btree ("last_billed","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_last_paid" ON "contract" USING btree ("last_paid","id" collate "C","currency" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_outstanding" ON "contract" USING btree ("currency" collate "C","outstanding","id" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_failed" ON "contract" USING btree ("currency" collate "C","failed","id" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_billed" ON "contract" USING btree ("currency" collate "C","billed","id" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_by_collected" ON "contract" USING btree ("currency" collate "C","collected","id" collate "C","funding_source" collate "C");--> statement-breakpoint
CREATE INDEX "contract_due" ON "contract" USING btree ("due_on");--> statement-breakpoint
CREATE INDEX "billing_period_by_contract" ON "billing_period" USING btree ("contract" collate "C","id" collate "C","currency" collate "C","status" collate "C","funding_source" collate "C","start_date","end_date","amount") WHERE gone_at is null;--> statement-breakpoint
-- A contract is visible to viewers of its funding source; the day of its figures to everyone with a scope.
ALTER TABLE "contract" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "contract" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
DROP POLICY "scope_harmless" ON "source_fact";--> statement-breakpoint
CREATE POLICY "scope_harmless" ON "source_fact" FOR SELECT USING ((SELECT furrow_scope()) IS NOT NULL AND fact IN ('paused', 'asked_pause', 'probe:funding_source', 'history', 'contracts'));
