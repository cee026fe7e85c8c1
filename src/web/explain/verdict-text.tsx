import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { isNewerThan, isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import { parseVersion } from "../../catalog/version.ts";
import type { Explanation } from "../data/explain.ts";
import { forecastQuery } from "../data/organization.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import type { ExplainSearch } from "./explain-search.ts";
import { followsSchedule, kindOfVerdict, leavesAt, textOfReason } from "./verdict-kind.ts";

interface Props {
  readonly organizationId: string;
  readonly search: ExplainSearch;
  readonly now: string;
  readonly verdict: Explanation["verdict"];
}

/** The verdict in a sentence, such as "Stays on 46.6.1, the newest that may run", and which version comes next. */
export function VerdictText(props: Props) {
  const { search, now, verdict } = props;
  const next = useNext(props);
  const at = search.at ?? now;
  const isOtherTime = search.at !== undefined;
  return (
    <>
      {isOtherTime && (
        <>
          <FormattedMessage
            id={`explain.verdict.when.${Date.parse(at) < Date.parse(now) ? "past" : "future"}`}
            values={{ at: <LocalTime at={at} /> }}
          />{" "}
        </>
      )}
      <FormattedMessage
        id={`explain.verdict.${kindOfVerdict(verdict, search.version === undefined)}`}
        values={{
          version: verdict.version ?? "",
          running: search.version ?? "",
          newest: textOfReason(verdict, "runs_newer", "newestEligible"),
          target: textOfReason(verdict, "step_on_the_way", "target"),
        }}
      />{" "}
      <ThenText verdict={verdict} at={at} next={next} />
    </>
  );
}

interface ThenProps extends Pick<Props, "verdict"> {
  readonly at: string;
  readonly next: { readonly version: string; readonly at: string } | undefined;
}

/** What comes after it: the end of life of what runs, if that is sooner, else the next release of the schedule. */
function ThenText({ verdict, at, next }: ThenProps) {
  const expiresAt = leavesAt(verdict, at, next);
  if (expiresAt !== null) {
    return (
      <FormattedMessage
        id="explain.verdict.expires"
        values={{ at: <CalendarDay at={expiresAt} hasHint /> }}
      />
    );
  }
  if (!next || !followsSchedule(verdict)) return null;
  return (
    <FormattedMessage
      id="explain.verdict.next"
      values={{ version: next.version, at: <CalendarDay at={next.at} hasHint /> }}
    />
  );
}

/** The release that comes next: from the forecast, or from the verdict's reasons for an instant in the past. */
function useNext({ organizationId, search, now, verdict }: Props) {
  const at = Date.parse(search.at ?? now);
  const isPast = at < Date.parse(now);
  const { data } = useQuery({ ...forecastQuery(organizationId, search.user), enabled: !isPast });
  const coming = data?.items.find(
    (one) => !one.superseded && Date.parse(one.at) > at && isNewer(one.version, verdict.version),
  );
  if (!isPast) return coming;
  const [version, eligibleAt] = [
    textOfReason(verdict, "deferred", "version"),
    textOfReason(verdict, "deferred", "eligibleAt"),
  ];
  return version && eligibleAt ? { version, at: eligibleAt } : undefined;
}

function isNewer(release: string, running: string | null): boolean {
  if (running === null) return true;
  const [newer, older] = [parseVersion(release), parseRunningVersion(running)];
  return newer.ok && !isUnreadable(older) && isNewerThan(newer.value, older);
}
