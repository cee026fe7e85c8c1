/** The scope of a search across organizations; what is left out does not limit. */
export interface SearchReach {
  /** Only what belongs to organizations that this partner serves. */
  readonly partnerId?: string | undefined;
  /** Only what belongs to these organizations. */
  readonly ids?: readonly string[] | undefined;
}
