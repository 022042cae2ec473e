-- Why a window is not complete is stored as codes with their values instead of sentences. These functions read the
-- sentences of former releases; a sentence that they cannot read is kept as it is. They are dropped again below.
CREATE FUNCTION furrow_fault_of(sentence text) RETURNS jsonb LANGUAGE plpgsql AS $read$
DECLARE
  part text[];
BEGIN
  part := regexp_match(sentence, '^The source counted (\d+) rows and listed (\d+)\.$');
  IF part IS NOT NULL THEN
    RETURN jsonb_build_object('code', 'miscounted', 'counted', part[1]::numeric, 'listed', part[2]::numeric);
  END IF;
  IF sentence = 'The list kept shifting while it was read.' THEN
    RETURN jsonb_build_object('code', 'shifting');
  END IF;
  part := regexp_match(sentence, '^(\d+) of (\d+) rows were listed twice: the list shifted while it was read\.$');
  IF part IS NOT NULL THEN
    RETURN jsonb_build_object('code', 'repeated', 'repeated', part[1]::numeric, 'listed', part[2]::numeric);
  END IF;
  part := regexp_match(sentence, '^(\d+) rows? without a readable id(?: left out)?\.$');
  IF part IS NOT NULL THEN
    RETURN jsonb_build_object('code', 'no_id', 'rows', part[1]::numeric);
  END IF;
  RETURN jsonb_build_object('code', 'unsteady');
END $read$;
--> statement-breakpoint
CREATE FUNCTION furrow_reasons_of(detail text) RETURNS jsonb LANGUAGE plpgsql AS $read$
DECLARE
  fault constant text := 'The source counted \d+ rows and listed \d+\.|The list kept shifting while it was read\.'
    || '|\d+ of \d+ rows were listed twice: the list shifted while it was read\.|\d+ rows? without a readable id(?: left out)?\.';
  rest text := detail;
  part text[];
  reasons jsonb := '[]';
BEGIN
  WHILE rest <> '' LOOP
    part := regexp_match(rest, '^(' || fault || ')(?: (.*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons || furrow_fault_of(part[1]);
      rest := coalesce(part[2], '');
      CONTINUE;
    END IF;
    part := regexp_match(rest, '^By (currency|funding_source) "(.*?)": (' || fault || '|two readings of the same list differ\.)(?: (.*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons
        || jsonb_build_object('code', 'part', 'filter', part[1], 'value', part[2], 'fault', furrow_fault_of(part[3]));
      rest := coalesce(part[4], '');
      CONTINUE;
    END IF;
    part := regexp_match(rest, '^The source does not accept the (currency|funding_source) "(.*?)": check its spelling\.(?: (.*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons || jsonb_build_object('code', 'refused', 'filter', part[1], 'value', part[2]);
      rest := coalesce(part[3], '');
      CONTINUE;
    END IF;
    -- The message of an error may be any text. The walks by funding source follow those by currency.
    part := regexp_match(rest, '^The walks by (currency|funding_source) of (\d+) rows broke off: (.*?)(?: ((?:The walks by funding_source of|By funding_source "|The source does not accept the funding_source ").*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons
        || jsonb_build_object('code', 'broken_off', 'filter', part[1], 'rows', part[2]::numeric, 'message', part[3]);
      rest := coalesce(part[4], '');
      CONTINUE;
    END IF;
    part := regexp_match(rest, '^The filter (currency|funding_source) gives rows for "(.*?)", which does not exist: it is ignored or matches loosely\.(?: (.*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons || jsonb_build_object('code', 'filter_ignored', 'filter', part[1], 'value', part[2]);
      rest := coalesce(part[3], '');
      CONTINUE;
    END IF;
    part := regexp_match(rest, '^The filter (currency|funding_source) gives nearly every row both for "(.*?)" and for "(.*?)": it is ignored, or the two names mean the same\.(?: (.*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons
        || jsonb_build_object('code', 'contradicted', 'filter', part[1], 'values', jsonb_build_array(part[2], part[3]));
      rest := coalesce(part[4], '');
      CONTINUE;
    END IF;
    part := regexp_match(rest, '^(\d+) rows? came under another funding source than before, or under none: they keep it until the next sync, or a person, confirms that\.(?: (.*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons || jsonb_build_object('code', 'changing', 'rows', part[1]::numeric);
      rest := coalesce(part[2], '');
      CONTINUE;
    END IF;
    part := regexp_match(rest, '^(\d+) rows? that had a funding source now (?:is|are) in more than one\.(?: (.*))?$');
    IF part IS NOT NULL THEN
      reasons := reasons || jsonb_build_object('code', 'doubled', 'rows', part[1]::numeric);
      rest := coalesce(part[2], '');
      CONTINUE;
    END IF;
    IF rest = 'Read under another configuration; it is being read again.' THEN
      reasons := reasons || jsonb_build_object('code', 'reconfigured');
    ELSE
      reasons := reasons || jsonb_build_object('code', 'former', 'text', rest);
    END IF;
    rest := '';
  END LOOP;
  RETURN nullif(reasons, '[]');
END $read$;
--> statement-breakpoint
ALTER TABLE "sync_window" ALTER COLUMN "detail" SET DATA TYPE jsonb USING CASE WHEN "state" = 'failed' AND "detail" IS NOT NULL
	THEN jsonb_build_array(jsonb_build_object('code', 'failed', 'error', coalesce("error_code", 'unavailable'), 'message', "detail"))
	ELSE furrow_reasons_of("detail") END;--> statement-breakpoint
ALTER TABLE "sync_window" RENAME COLUMN "detail" TO "reasons";--> statement-breakpoint
ALTER TABLE "sync_window" ALTER COLUMN "attribution_fault" SET DATA TYPE jsonb USING furrow_reasons_of("attribution_fault");--> statement-breakpoint
ALTER TABLE "sync_window" RENAME COLUMN "attribution_fault" TO "attribution_faults";--> statement-breakpoint
DROP FUNCTION furrow_reasons_of(text);--> statement-breakpoint
DROP FUNCTION furrow_fault_of(text);
