import { useState } from "react";
import { FormattedMessage } from "react-intl";
import type { Release } from "../data/releases.ts";
import { Badge } from "../ui/badge.tsx";
import { whyNotOffered } from "./not-offered.ts";
import styles from "./releases.module.css";

const TONES = { planned: "info", published: "good", paused: "warning", withdrawn: "bad" } as const;

interface Props {
  readonly release: Pick<Release, "state" | "critical" | "automaticAt">;
  /** Leaves out the usual states: published, or planned for later. */
  readonly onlyUnusual?: boolean;
}

/** The state of a release, and what is special about it. */
export function StateBadge({ release, onlyUnusual = false }: Props) {
  const { state, critical } = release;
  const [now] = useState(() => Date.now());
  const isOverdue = whyNotOffered(release, now) === "overdue";
  const isUnusual = state === "paused" || state === "withdrawn";
  return (
    <span className={styles.badges}>
      {(!onlyUnusual || isUnusual) && (
        <Badge tone={TONES[state]}>
          <FormattedMessage id={`releases.state.${state}`} />
        </Badge>
      )}
      {critical && (
        <Badge tone="bad">
          <FormattedMessage id="releases.critical" />
        </Badge>
      )}
      {isOverdue && (
        <Badge tone="warning">
          <FormattedMessage id="releases.overdue" />
        </Badge>
      )}
    </span>
  );
}
