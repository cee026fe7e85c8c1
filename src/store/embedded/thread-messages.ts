/** What a thread with an embedded database is told. Each call has a number of its own, which its answer names. */
export type ToThread =
  | {
      readonly kind: "query";
      readonly call: number;
      readonly sql: string;
      readonly parameters: readonly unknown[];
    }
  /** Asks for the next rows of a query. */
  | { readonly kind: "more"; readonly call: number }
  /** Asks to be told of every announcement on the channel of the ledger. */
  | { readonly kind: "listen"; readonly call: number }
  | { readonly kind: "close"; readonly call: number };

/** What such a thread tells. */
export type FromThread =
  | { readonly kind: "opened" }
  /** The database does not open; `why` is its own word. */
  | { readonly kind: "not_opened"; readonly why: string }
  | ({ readonly kind: "rows"; readonly call: number } & RowsOfQuery)
  | ({ readonly kind: "failed"; readonly call: number } & CarriedFault)
  | { readonly kind: "announced" };

/** Some rows of a query, the last of them together with how many rows it changed. */
export interface RowsOfQuery {
  readonly rows: readonly unknown[];
  readonly affectedRows: number;
  readonly isLast: boolean;
}

/** An error, and what else it says of itself, which is lost on the way between threads. */
export interface CarriedFault {
  readonly error: Error;
  readonly said: Readonly<Record<string, string | number>>;
}

/** An error for another thread, with its name, its SQLSTATE, and the other words of a database; not with its parameters. */
export function toCarriedFault(thrown: unknown): CarriedFault {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message, stack = "" } = error;
  const said = Object.entries(error).filter(([, value]) => ["string", "number"].includes(typeof value));
  return {
    error: isStandard(error) ? error : new Error(message),
    said: { ...Object.fromEntries(said), name, stack },
  };
}

/** The error as it was thrown in the other thread. */
export function fromCarriedFault({ error, said }: CarriedFault): Error {
  return Object.assign(error, said);
}

/** Whether a copy of the error is of the same class. */
function isStandard(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError;
}
