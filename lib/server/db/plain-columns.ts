import 'server-only'

/**
 * The type of a column as the driver may deliver it: words of a vocabulary widen to string, and whatever JSON,
 * a date or a class would be is unknown. Numbers beyond int4 and float8, instants and days arrive as text.
 */
type Delivered<Value> = Value extends null
  ? null
  : Value extends string
    ? string
    : Value extends number
      ? number
      : Value extends boolean
        ? boolean
        : Value extends readonly (infer Item)[]
          ? Delivered<Item>[]
          : unknown

type Narrowed = { 'narrower than any column type: read it with parsedRows': never }

/**
 * Refuses a row type with a column that no statement can guarantee by its column types alone: use it as
 * `Row extends PlainColumns<Row>`.
 */
export type PlainColumns<Row> = {
  [Column in keyof Row]-?: Delivered<Row[Column]> extends Row[Column] ? Row[Column] : Narrowed
}

/** As `PlainColumns`, but also allows columns with words of a vocabulary, which `WordColumns` lists. */
export type CheckedColumns<Row> = {
  [Column in keyof Row]-?: Row[Column] extends string | null ? Row[Column] : PlainColumns<Row>[Column]
}

/** The words of each column of `Row` that holds words of a vocabulary, null included where it may be null. */
export type WordColumns<Row> = {
  readonly [Column in keyof Row as Delivered<Row[Column]> extends Row[Column]
    ? never
    : Column]: readonly Row[Column][]
}
