/**
 * The classes of SQLSTATE with which a database refuses the data of a statement, whoever sends it and whenever: a row too
 * many (21), values that a type cannot hold (22), broken constraints (23), rows that are too large (54).
 */
const DATA_CLASSES = /^(21|22|23|54)[0-9A-Z]{3}$/;

/**
 * Whether a statement failed for its data, so that sending it again fails again: the database refused them, or they
 * could not be written as a statement at all.
 */
export function isDataFault(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && DATA_CLASSES.test(code);
}
