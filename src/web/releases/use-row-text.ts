import { useState } from "react";
import { useIntl } from "react-intl";
import type { DatedRelease } from "../data/releases.ts";
import { formatDay } from "../ui/instant-formats.ts";
import { badgesOf } from "./badges-of.ts";

/** Describes a row of the timeline in words, first those that stand in it, in the same order. */
export function useRowText(): (release: DatedRelease) => string {
  const intl = useIntl();
  const [now] = useState(() => Date.now());
  return (release) => {
    const { version, automaticAt, slowAt } = release;
    const badges = badgesOf(release, now);
    const shownFirst = [
      ...badges.filter(({ isUnusual }) => isUnusual),
      ...badges.filter(({ isUnusual }) => !isUnusual),
    ];
    const values = {
      version,
      state: intl.formatList(
        shownFirst.map(({ id }) => intl.formatMessage({ id })),
        { type: "unit" },
      ),
      automatic: formatDay(intl, automaticAt),
      slow: formatDay(intl, slowAt ?? automaticAt),
    };
    const id = slowAt === null ? "releases.timeline.row" : "releases.timeline.row_slow";
    return intl.formatMessage({ id }, values);
  };
}
