-- Row-level security: what a transaction may see stands in the setting furrow.scope, 'all' or an array of funding sources.
-- Without it nothing is seen. Forced, so that it holds for the owner of the tables too (docs/database.md).
CREATE FUNCTION "furrow_sees_all"() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
	RETURN coalesce(current_setting('furrow.scope', true) = 'all', false);--> statement-breakpoint
CREATE FUNCTION "furrow_scope"() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE WHEN current_setting('furrow.scope', true) LIKE '{%' THEN current_setting('furrow.scope', true)::text[] END;--> statement-breakpoint
ALTER TABLE "billing_period" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "billing_period_day" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "invoice" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "invoice_day" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "row_history" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "payment_link_sighting" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "source_fact" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- PostgreSQL takes "is not null" to hold for nearly every row, so plans follow the predicate that each statement names
-- beside the policy, and the same condition is not counted twice. The subqueries run once a statement.
CREATE POLICY "scope" ON "billing_period" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "billing_period_day" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "invoice" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "invoice_day" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "row_history" USING ((SELECT furrow_sees_all()) OR CASE resource
	WHEN 'billing-periods' THEN EXISTS (SELECT 1 FROM billing_period AS own WHERE own.id = row_history.id)
	WHEN 'invoices' THEN EXISTS (SELECT 1 FROM invoice AS own WHERE own.source = row_history.source AND own.id = row_history.id)
	END);--> statement-breakpoint
CREATE POLICY "scope" ON "payment_link_sighting" USING ((SELECT furrow_sees_all()));--> statement-breakpoint
-- Other facts hold rows that could not be read, or name funding sources.
CREATE POLICY "scope" ON "source_fact" USING ((SELECT furrow_sees_all()));--> statement-breakpoint
CREATE POLICY "scope_harmless" ON "source_fact" FOR SELECT USING ((SELECT furrow_scope()) IS NOT NULL AND fact IN ('paused', 'asked_pause', 'probe:funding_source'));--> statement-breakpoint
-- Text search of a scope. No condition on text may run before a policy, so under it no index of the text could be used: these
-- functions run with the rights of whoever owns them, and see the scope of the transaction alone, whatever they are asked.
CREATE FUNCTION "furrow_search_billing_periods"("sought" text) RETURNS SETOF text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	-- Made for each pattern, for the best way depends on it.
	RETURN QUERY EXECUTE 'SELECT id FROM public.billing_period
		WHERE gone_at IS NULL AND search_text LIKE $1 AND funding_source COLLATE "C" = ANY ($2)'
	USING sought, public.furrow_scope();
END $$;--> statement-breakpoint
CREATE FUNCTION "furrow_search_invoices"("asked_source" text, "sought" text) RETURNS SETOF text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN QUERY EXECUTE 'SELECT id FROM public.invoice
		WHERE gone_at IS NULL AND source = $3 AND search_text LIKE $1 AND funding_source COLLATE "C" = ANY ($2)'
	USING sought, public.furrow_scope(), asked_source;
END $$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION "furrow_search_billing_periods"(text), "furrow_search_invoices"(text, text) FROM PUBLIC;
