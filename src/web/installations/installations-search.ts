import { type CountedSearch, readCounted } from "../counted/counted-search.ts";

/** The part of the view that its address holds: whose installations, and the limits that a number stands for. */
export interface InstallationsSearch extends CountedSearch {
  readonly partner?: string;
  readonly customer?: string;
}

export function readInstallationsSearch(search: Record<string, unknown>): InstallationsSearch {
  const { schedule: _, gets: __, getsAt: ___, ...counted } = readCounted(search);
  const { partner, customer } = search;
  return {
    ...counted,
    ...(typeof partner === "string" && partner && { partner }),
    ...(typeof customer === "string" && customer && { customer }),
  };
}
