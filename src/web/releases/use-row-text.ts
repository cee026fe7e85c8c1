import { useIntl } from "react-intl";
import type { DatedRelease } from "../data/releases.ts";
import { formatDay } from "../ui/instant-formats.ts";

/** Describes a row of the timeline in words. */
export function useRowText(): (release: DatedRelease) => string {
  const intl = useIntl();
  return ({ version, state, automaticAt, slowAt, critical }) => {
    const values = {
      version,
      state: intl.formatMessage({ id: `releases.state.${state}` }),
      critical: critical !== null,
      automatic: formatDay(intl, automaticAt),
      slow: formatDay(intl, slowAt ?? automaticAt),
    };
    const id = slowAt === null ? "releases.timeline.row" : "releases.timeline.row_slow";
    return intl.formatMessage({ id }, values);
  };
}
