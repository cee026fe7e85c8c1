import { Link, useMatches } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { guidePartOf } from "../guide/guide-parts.ts";
import { PAGES } from "../paths.ts";
import styles from "./help-link.module.css";
import { Icon } from "./icon.tsx";

/** Opens the guide at the part about the page that is shown; nothing on pages that the guide has no part about. */
export function HelpLink() {
  const intl = useIntl();
  const pattern = useMatches({ select: (matches) => matches.at(-1)?.fullPath ?? "" });
  const part = guidePartOf(pattern);
  if (part === null) return null;
  const label = intl.formatMessage({ id: "frame.help" });
  return (
    <Link to={PAGES.guide} hash={part} className={styles.help ?? ""} aria-label={label} title={label}>
      <Icon name="help" size="small" />
    </Link>
  );
}
