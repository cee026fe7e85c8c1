import { useIntl } from "react-intl";
import type { DatedRelease } from "../data/releases.ts";

/** Describes a row of the timeline in words. */
export function useRowText(): (release: DatedRelease) => string {
  const intl = useIntl();
  const day = (at: string) => intl.formatDate(at, { dateStyle: "medium" });
  return ({ version, state, automaticAt, slowAt, critical }) => {
    const values = {
      version,
      state: intl.formatMessage({ id: `releases.state.${state}` }),
      critical: critical !== null,
      automatic: day(automaticAt),
      slow: day(slowAt ?? automaticAt),
    };
    return intl.formatMessage({ id: `releases.timeline.row${slowAt === null ? "" : "_slow"}` }, values);
  };
}
