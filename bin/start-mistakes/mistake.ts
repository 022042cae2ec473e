export type Environment = Readonly<Record<string, string>>

/** Resources from which a row of the table prepares its mistake. */
export type Place = {
  /** An empty folder for this row only. */
  folder: string
  /** DATA_DIR of the row, a folder in `folder` that does not exist yet. */
  dataDir: string
  /** The address of a running PostgreSQL: its database `postgres`, as a superuser. */
  postgresUrl: string
  /** Registers a clean-up that runs after the start has ended. */
  after: (cleanUp: () => unknown) => void
}

/** One way to misconfigure Furrow, and the line that ends the start. */
export type Mistake = {
  name: string
  /** Environment variables, or a function that prepares the mistake and returns them. */
  given: Environment | ((place: Place) => Promise<Environment>)
  /** The line with cause and fix. `<folder>` stands for the row's folder, `<NAME>` for the value of a variable. */
  says: string
  /** False: the start respects file permissions even when run as root. */
  hasRights?: boolean
  /** Arguments after `npm start --`. */
  args?: readonly string[]
}
