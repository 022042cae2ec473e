DROP INDEX "mirror_state_only";--> statement-breakpoint
DROP INDEX "billing_period_by_start_date";--> statement-breakpoint
DROP INDEX "billing_period_by_end_date";--> statement-breakpoint
DROP INDEX "billing_period_by_amount";--> statement-breakpoint
DROP INDEX "billing_period_by_contract";--> statement-breakpoint
DROP INDEX "billing_period_by_status";--> statement-breakpoint
DROP INDEX "billing_period_by_funding_source";--> statement-breakpoint
DROP INDEX "billing_period_by_changed_at";--> statement-breakpoint
DROP INDEX "invoice_by_issued_on";--> statement-breakpoint
DROP INDEX "invoice_by_due_on";--> statement-breakpoint
DROP INDEX "invoice_by_processed_on";--> statement-breakpoint
DROP INDEX "invoice_by_amount";--> statement-breakpoint
DROP INDEX "invoice_by_number";--> statement-breakpoint
DROP INDEX "invoice_by_customer";--> statement-breakpoint
DROP INDEX "invoice_by_state";--> statement-breakpoint
DROP INDEX "invoice_by_funding_source";--> statement-breakpoint
DROP INDEX "invoice_by_changed_at";--> statement-breakpoint
CREATE INDEX "billing_period_by_start_date" ON "billing_period" USING btree ("start_date","id" collate "C","currency" collate "C","status" collate "C","funding_source" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_end_date" ON "billing_period" USING btree ("end_date","id" collate "C","currency" collate "C","status" collate "C","funding_source" collate "C","start_date") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_amount" ON "billing_period" USING btree ("currency" collate "C","amount","id" collate "C","status" collate "C","funding_source" collate "C","start_date") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_contract" ON "billing_period" USING btree ("contract" collate "C","id" collate "C","currency" collate "C","status" collate "C","funding_source" collate "C","start_date") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_status" ON "billing_period" USING btree ("status" collate "C","id" collate "C","currency" collate "C","funding_source" collate "C","start_date") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_funding_source" ON "billing_period" USING btree ("funding_source" collate "C","id" collate "C","currency" collate "C","status" collate "C","start_date") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_changed_at" ON "billing_period" USING btree ("changed_at","id" collate "C","currency" collate "C","status" collate "C","funding_source" collate "C","start_date") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_issued_on" ON "invoice" USING btree ("source","issued_on","id" collate "C","currency" collate "C","state" collate "C","funding_source" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_due_on" ON "invoice" USING btree ("due_on","id" collate "C","issued_on") WHERE gone_at is null and source = 'client-invoices';--> statement-breakpoint
CREATE INDEX "invoice_by_processed_on" ON "invoice" USING btree ("processed_on","id" collate "C","currency" collate "C","state" collate "C","funding_source" collate "C","issued_on") WHERE gone_at is null and source = 'payment-links';--> statement-breakpoint
CREATE INDEX "invoice_by_amount" ON "invoice" USING btree ("source","currency" collate "C","amount","id" collate "C","state" collate "C","funding_source" collate "C","issued_on") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_number" ON "invoice" USING btree ("source","number" collate "C","id" collate "C","currency" collate "C","state" collate "C","funding_source" collate "C","issued_on") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_customer" ON "invoice" USING btree ("customer" collate "C","id" collate "C","issued_on") WHERE gone_at is null and source = 'client-invoices';--> statement-breakpoint
CREATE INDEX "invoice_by_state" ON "invoice" USING btree ("source","state" collate "C","id" collate "C","currency" collate "C","funding_source" collate "C","issued_on") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_funding_source" ON "invoice" USING btree ("source","funding_source" collate "C","id" collate "C","currency" collate "C","state" collate "C","issued_on") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_changed_at" ON "invoice" USING btree ("source","changed_at","id" collate "C","currency" collate "C","state" collate "C","funding_source" collate "C","issued_on") WHERE gone_at is null;--> statement-breakpoint
CREATE STATISTICS "billing_period_filters" (mcv, dependencies) ON "currency", "status", "funding_source" FROM "billing_period";--> statement-breakpoint
CREATE STATISTICS "invoice_filters" (mcv, dependencies) ON "source", "currency", "state", "funding_source" FROM "invoice";--> statement-breakpoint
ANALYZE "billing_period";--> statement-breakpoint
ANALYZE "invoice";
