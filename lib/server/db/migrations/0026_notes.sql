CREATE TABLE "row_note" (
	"source" text NOT NULL,
	"resource" text NOT NULL,
	"id" text NOT NULL,
	"text" text NOT NULL,
	"done" boolean NOT NULL,
	"owner_id" text,
	"owner_name" text,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "row_note_source_resource_id_pk" PRIMARY KEY("source","resource","id"),
	CONSTRAINT "row_note_length" CHECK (char_length(text) <= 2000),
	CONSTRAINT "row_note_says" CHECK (text <> '' or done or owner_id is not null),
	CONSTRAINT "row_note_owner" CHECK ((owner_id is null) = (owner_name is null))
);
--> statement-breakpoint
CREATE INDEX "row_note_state" ON "row_note" USING btree ("source","resource","done","owner_id" collate "C","id");--> statement-breakpoint
-- A note is visible, and can be written, where its row is in scope.
ALTER TABLE "row_note" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "row_note" USING ((SELECT furrow_sees_all())
  OR (resource = 'billing-periods' AND EXISTS (SELECT FROM billing_period AS own WHERE own.id = row_note.id
    AND array_position((SELECT furrow_scope()), own.funding_source) IS NOT NULL))
  OR (resource = 'invoices' AND EXISTS (SELECT FROM invoice AS own WHERE own.source = row_note.source AND own.id = row_note.id
    AND array_position((SELECT furrow_scope()), own.funding_source) IS NOT NULL)));
