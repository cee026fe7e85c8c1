/** The decision to keep grants whose sponsor loses the right to them, with its reason: these, or all of them. */
export interface Keep {
  readonly ids: readonly string[] | "all";
  readonly reason: string;
}
