CREATE TABLE "pdf_pack" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"source" text NOT NULL,
	"is_chosen" boolean NOT NULL,
	"filters" text NOT NULL,
	"snapshot" text NOT NULL,
	"revisions" text[] NOT NULL,
	"sent" boolean[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pdf_pack_file" (
	"pack_id" text NOT NULL,
	"part" integer NOT NULL,
	"position" integer NOT NULL,
	"invoice_id" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"bytes" bigint,
	"crc32" bigint,
	"sha256" text,
	"code" text,
	"reason" text,
	CONSTRAINT "pdf_pack_file_pack_id_part_position_pk" PRIMARY KEY("pack_id","part","position"),
	CONSTRAINT "pdf_pack_file_state" CHECK (state in ('waiting', 'whole', 'missing'))
);
--> statement-breakpoint
ALTER TABLE "pdf_pack_file" ADD CONSTRAINT "pdf_pack_file_pack_id_pdf_pack_id_fk" FOREIGN KEY ("pack_id") REFERENCES "public"."pdf_pack"("id") ON DELETE cascade ON UPDATE no action;