ALTER TABLE "billing_period" ADD COLUMN "unreadable_fields" text;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "unreadable_fields" text;--> statement-breakpoint
CREATE INDEX "billing_period_unreadable_fields" ON "billing_period" USING btree ("window_from","id" collate "C") WHERE gone_at is null and unreadable_fields is not null;--> statement-breakpoint
CREATE INDEX "invoice_unreadable_fields" ON "invoice" USING btree ("source","window_from","id" collate "C") WHERE gone_at is null and unreadable_fields is not null;--> statement-breakpoint
-- Rows that an earlier release stored without a date or amount that the source did give. The next reading corrects them.
UPDATE "billing_period" SET "unreadable_fields" = nullif(concat_ws(' ',
  CASE WHEN "start_date" IS NULL AND coalesce("raw"->>'start_date', "raw"->>'startDate', '') !~ '^\s*(0000-00-00.*)?$' THEN 'start_date' END,
  CASE WHEN "end_date" IS NULL AND coalesce("raw"->>'end_date', "raw"->>'endDate', '') !~ '^\s*(0000-00-00.*)?$' THEN 'end_date' END), '')
WHERE "start_date" IS NULL OR "end_date" IS NULL;--> statement-breakpoint
UPDATE "invoice" SET "unreadable_fields" = nullif(concat_ws(' ',
  CASE WHEN "issued_on" IS NULL AND coalesce("raw"->>'created_at', "raw"->>'createdAt', '') !~ '^\s*(0000-00-00.*)?$' THEN 'created_at' END,
  CASE WHEN "usd_amount" IS NULL AND coalesce("raw"->>'usd_total', "raw"->>'usdTotal', '') !~ '^\s*$' THEN 'usd_total' END), '')
WHERE "source" = 'hello-tractor' AND ("issued_on" IS NULL OR "usd_amount" IS NULL);--> statement-breakpoint
UPDATE "invoice" SET "unreadable_fields" = nullif(concat_ws(' ',
  CASE WHEN "issued_on" IS NULL AND coalesce("raw"->>'created', '') !~ '^\s*(0000-00-00.*)?$' THEN 'created' END,
  CASE WHEN "paid_amount" IS NULL AND coalesce("raw"->>'totalTransactionsAmount', "raw"->>'total_transactions_amount', '') !~ '^\s*$' THEN 'totalTransactionsAmount' END), '')
WHERE "source" = 'payment-links' AND ("issued_on" IS NULL OR "paid_amount" IS NULL);--> statement-breakpoint
UPDATE "invoice" SET "unreadable_fields" = nullif(concat_ws(' ',
  CASE WHEN "issued_on" IS NULL AND coalesce("raw"->>'accounting_date', "raw"->>'accountingDate', '') !~ '^\s*(0000-00-00.*)?$' THEN 'accounting_date' END,
  CASE WHEN "due_on" IS NULL AND coalesce("raw"->>'payment_deadline', "raw"->>'paymentDeadline', '') !~ '^\s*(0000-00-00.*)?$' THEN 'payment_deadline' END), '')
WHERE "source" = 'client-invoices' AND ("issued_on" IS NULL OR "due_on" IS NULL);
