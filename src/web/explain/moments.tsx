import { useQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import type { NamedActor } from "../../tenancy/shown-actor.ts";
import type { TraceStep } from "../data/explain.ts";
import { mayI, useMe } from "../data/me.ts";
import { forecastQuery, recentChangesQuery } from "../data/organization.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { Button } from "../ui/button.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import styles from "./explain.module.css";
import type { ExplainSearch } from "./explain-search.ts";

interface Props {
  readonly organizationId: string;
  readonly search: ExplainSearch;
  readonly now: string;
  readonly trace: readonly TraceStep[];
  readonly onGo: (at: string | undefined) => void;
}

/** Buttons that lead to changes before and after the instant that is asked about, and to coming releases. */
export function Moments(props: Props) {
  const intl = useIntl();
  const { search, now, onGo } = props;
  const moments = useMoments(props);
  const asked = Date.parse(search.at ?? now);
  const before = moments.findLast(({ at }) => Date.parse(at) < asked);
  const later = moments.filter(({ at }) => Date.parse(at) > asked);
  const after = [
    ...later.filter(({ kind }) => kind === "change").slice(0, 1),
    ...later.filter(({ kind }) => kind === "coming").slice(0, SHOWN_COMING),
  ];
  if (!before && after.length === 0) return null;
  return (
    <nav className={styles.moments} aria-label={intl.formatMessage({ id: "explain.moments" })}>
      {before && (
        <Button icon="left" onPress={() => onGo(before.at)}>
          <MomentText moment={before} />
        </Button>
      )}
      {search.at !== undefined && (
        <Button look="quiet" onPress={() => onGo(undefined)}>
          <FormattedMessage id="explain.now" />
        </Button>
      )}
      {after.map((moment) => (
        <Button key={moment.at} icon="right" onPress={() => onGo(moment.at)}>
          <MomentText moment={moment} />
        </Button>
      ))}
    </nav>
  );
}

interface NotableMoment {
  readonly at: string;
  readonly kind: "change" | "coming";
  /** Who made a change, or the version that comes. */
  readonly what: NamedActor | string;
}

function MomentText({ moment: { at, kind, what } }: { moment: NotableMoment }) {
  return (
    <FormattedMessage
      id={`explain.moment.${kind}`}
      values={{
        what: typeof what === "string" ? what : <ActorName actor={what} />,
        at: kind === "coming" ? <CalendarDay at={at} show="time" /> : <LocalTime at={at} />,
      }}
    />
  );
}

const CHANGES = 50;
const SHOWN_COMING = 2;

/** Changes from the audit where the person may read it, and from the trace; coming releases from the forecast. */
function useMoments({ organizationId, search, trace }: Props): readonly NotableMoment[] {
  const me = useMe();
  const isAudited = mayI(me, "read_audit");
  const { data: changes } = useQuery({ ...recentChangesQuery(organizationId, CHANGES), enabled: isAudited });
  const { data: coming } = useQuery(forecastQuery(organizationId, search.user));
  const entries = trace.flatMap((step) => step.entries);
  const all: readonly NotableMoment[] = [
    ...(changes?.items ?? []).map((one) => toChange(one.created, one.actor)),
    ...entries.map((one) => toChange(one.at, one.actor)),
    ...(coming?.items ?? [])
      .filter(({ superseded }) => !superseded)
      .map(({ at, version }): NotableMoment => ({ at, kind: "coming", what: version })),
  ];
  const once = new Map(all.map((moment) => [moment.at, moment]));
  return [...once.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function toChange(at: string, what: NamedActor): NotableMoment {
  return { at, kind: "change", what };
}
