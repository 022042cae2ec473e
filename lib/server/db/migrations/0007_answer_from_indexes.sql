DROP INDEX "billing_period_by_end_date";--> statement-breakpoint
DROP INDEX "invoice_by_due_on";--> statement-breakpoint
DROP INDEX "invoice_by_processed_on";--> statement-breakpoint
DROP INDEX "invoice_by_customer";--> statement-breakpoint
CREATE INDEX "invoice_by_site" ON "invoice" USING btree ("site_ref" collate "C","id" collate "C","issued_on","currency" collate "C","amount") WHERE gone_at is null and source = 'client-invoices';--> statement-breakpoint
CREATE INDEX "invoice_by_type" ON "invoice" USING btree ("invoice_type" collate "C","id" collate "C","issued_on","currency" collate "C","amount") WHERE gone_at is null and source = 'client-invoices';--> statement-breakpoint
CREATE INDEX "invoice_by_funnel_state" ON "invoice" USING btree ("funnel_state" collate "C","state" collate "C","id" collate "C","currency" collate "C","funding_source" collate "C","issued_on","amount") WHERE gone_at is null and source = 'payment-links';--> statement-breakpoint
CREATE INDEX "billing_period_by_end_date" ON "billing_period" USING btree ("end_date","id" collate "C","currency" collate "C","status" collate "C","funding_source" collate "C","start_date","amount") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_due_on" ON "invoice" USING btree ("due_on","id" collate "C","issued_on","currency" collate "C","amount") WHERE gone_at is null and source = 'client-invoices';--> statement-breakpoint
CREATE INDEX "invoice_by_processed_on" ON "invoice" USING btree ("processed_on","id" collate "C","currency" collate "C","state" collate "C","funding_source" collate "C","issued_on","amount") WHERE gone_at is null and source = 'payment-links';--> statement-breakpoint
CREATE INDEX "invoice_by_customer" ON "invoice" USING btree ("customer" collate "C","id" collate "C","issued_on","currency" collate "C","amount") WHERE gone_at is null and source = 'client-invoices';