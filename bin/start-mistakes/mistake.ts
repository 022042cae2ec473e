export type Environment = Readonly<Record<string, string>>

/** What a row of the table may prepare for its start. */
export type Place = {
  /** An empty folder of this row's own. */
  folder: string
  /** DATA_DIR of the row, a folder in `folder` that is not there yet. */
  dataDir: string
  /** The address of a running PostgreSQL: its database `postgres`, as a superuser. */
  postgresUrl: string
  /** Undoes what the row prepared, after its start ended. */
  after: (cleanUp: () => unknown) => void
}

/** One way to configure Furrow wrongly, and the line that ends the start. */
export type Mistake = {
  name: string
  /** The variables, or a function that prepares the mistake and returns them. */
  given: Environment | ((place: Place) => Promise<Environment>)
  /** The line with cause and fix. `<folder>` stands for the row's folder, `<NAME>` for the value of a variable. */
  says: string
  /** False: the start is bound to the modes of files even as root. */
  hasRights?: boolean
  /** Words after `npm start --`. */
  args?: readonly string[]
}
