import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { Badge } from "../ui/badge.tsx";
import { badgesOf, type StatedRelease } from "./badges-of.ts";
import styles from "./releases.module.css";

interface Props {
  readonly release: StatedRelease;
  /** Leaves out the usual states: published, or planned for later. */
  readonly onlyUnusual?: boolean;
}

/** The state of a release, and what is special about it. */
export function StateBadge({ release, onlyUnusual = false }: Props) {
  const [now] = useState(() => Date.now());
  const badges = badgesOf(release, now).filter(({ isUnusual }) => isUnusual || !onlyUnusual);
  return (
    <span className={styles.badges}>
      {badges.map(({ id, tone }) => (
        <Badge key={id} tone={tone}>
          <FormattedMessage id={id} />
        </Badge>
      ))}
    </span>
  );
}
