import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { isNewerThan, isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import { parseVersion } from "../../catalog/version.ts";
import type { Explanation, Reason } from "../data/explain.ts";
import { forecastQuery } from "../data/organization.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import type { ExplainSearch } from "./explain-search.ts";
import { type TraceFields, textOf } from "./trace-fields.ts";

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
        id={`explain.verdict.${kindOf(verdict, search)}`}
        values={{
          version: verdict.version,
          running: search.version ?? "",
          newest: textOf(reasonOf(verdict, "runs_newer") ?? {}, "newestEligible"),
        }}
      />{" "}
      {next && (
        <FormattedMessage
          id="explain.verdict.next"
          values={{ version: next.version, at: <CalendarDay at={next.at} hasHint /> }}
        />
      )}
    </>
  );
}

type Kind = "first" | "update" | "newest" | "newer" | "nothing" | "nothing_yet";

function kindOf(verdict: Explanation["verdict"], { version }: ExplainSearch): Kind {
  if (verdict.action === "update") return version === undefined ? "first" : "update";
  if (reasonOf(verdict, "already_on_newest")) return "newest";
  if (reasonOf(verdict, "runs_newer")) return "newer";
  return version === undefined ? "nothing_yet" : "nothing";
}

function reasonOf(verdict: Explanation["verdict"], code: Reason["code"]): TraceFields | undefined {
  return verdict.reasons.find((reason) => reason.code === code);
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
  const deferred = reasonOf(verdict, "deferred");
  const [version, eligibleAt] = [
    deferred && textOf(deferred, "version"),
    deferred && textOf(deferred, "eligibleAt"),
  ];
  return version && eligibleAt ? { version, at: eligibleAt } : undefined;
}

function isNewer(release: string, running: string): boolean {
  const [newer, older] = [parseVersion(release), parseRunningVersion(running)];
  return newer.ok && !isUnreadable(older) && isNewerThan(newer.value, older);
}
