import { FormattedMessage } from "react-intl";
import { Counted, Counts } from "../ui/counted.tsx";
import { PreviewExpiries } from "./preview-expiries.tsx";
import { OtherGroup, type PreviewGroup, type UnaffectedGroup } from "./preview-group.tsx";
import { MovingGroup } from "./preview-moving.tsx";
import styles from "./schedule.module.css";
import type { Preview } from "./schedule.ts";

interface Props {
  readonly preview: Preview;
  /** Whether the change is for one organization or for many. */
  readonly reach?: "one" | "many";
}

/** What a change would do: how many customers it affects, holds back and leaves alone, and what comes next for them. */
export function PreviewSummary({ preview, reach = "many" }: Props) {
  const { groups } = preview;
  const moving = groups.filter((group) => group.reach === "reached" && group.movement !== "stays");
  const others = byReach(groups.filter((group) => group.reach !== "reached"));
  return (
    <div className={styles.fields}>
      <CountsOf preview={preview} reach={reach} />
      {moving.length === 0 && (
        <p>
          <FormattedMessage id={`schedule.preview.nothing.${reach}`} />
        </p>
      )}
      <PreviewExpiries preview={preview} />
      <Conflicts preview={preview} reach={reach} />
      {moving.length + others.length > 0 && (
        <ul className={styles.groups}>
          {moving.map((group) => (
            <MovingGroup key={keyOf(group)} group={group} reach={reach} />
          ))}
          {others.map((group) => (
            <OtherGroup key={group.reach} group={group} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** Merges the groups that are not affected for the same reason, whatever their schedules. */
function byReach(groups: readonly PreviewGroup[]): readonly UnaffectedGroup[] {
  const found = new Map<string, UnaffectedGroup>();
  for (const { reach, organizations, users, first } of groups) {
    const before = found.get(reach) ?? { reach, organizations: 0, users: 0, first: [] };
    found.set(reach, {
      reach,
      organizations: before.organizations + organizations,
      users: before.users + users,
      first: [...before.first, ...first],
    });
  }
  return [...found.values()];
}

/** The counts of a preview; for one organization only those of its installations. */
function CountsOf({ preview, reach }: Required<Props>) {
  const { organizations, installations } = preview;
  const { total, unchanged, outOfReach, held } = organizations;
  // Customers out of reach are counted among the unchanged ones.
  if (reach === "one" && installations.total === 0) return null;
  return (
    <Counts>
      {reach === "many" && (
        <>
          <Counted id="schedule.preview.change" count={total - unchanged} />
          <Counted id="schedule.preview.held" count={held} />
          <Counted id="schedule.preview.out_of_reach" count={outOfReach} />
        </>
      )}
      <Counted id="schedule.preview.installations_moved" count={installations.moved} />
      <Counted id="schedule.preview.installations_held" count={installations.held} />
    </Counts>
  );
}

function Conflicts({ preview: { conflicts }, reach }: Required<Props>) {
  return (
    <>
      {conflicts.appear > 0 && (
        <p>
          <FormattedMessage
            id={`schedule.preview.conflicts_appear.${reach}`}
            values={{ count: conflicts.appear }}
          />
        </p>
      )}
      {conflicts.end > 0 && (
        <p>
          <FormattedMessage
            id={`schedule.preview.conflicts_end.${reach}`}
            values={{ count: conflicts.end }}
          />
        </p>
      )}
    </>
  );
}

function keyOf({ reach, movement, from, to, held, conflict }: Preview["groups"][number]): string {
  return JSON.stringify([reach, movement, from, to, held, conflict]);
}
