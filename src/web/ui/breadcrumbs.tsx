import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { Icon } from "./icon.tsx";
import styles from "./trail.module.css";

interface Props {
  readonly steps: readonly { readonly to: string; readonly label: string }[];
  /** What is shown now, and is no link. */
  readonly here: string;
}

/** The way back up: from the list to the thing that is open. */
export function Breadcrumbs({ steps, here }: Props) {
  const intl = useIntl();
  return (
    <nav aria-label={intl.formatMessage({ id: "frame.breadcrumbs" })}>
      <ol className={styles.trail}>
        {steps.map(({ to, label }) => (
          <li key={to}>
            <Link to={to}>{label}</Link>
            <span className={styles.arrow}>
              <Icon name="right" size="small" />
            </span>
          </li>
        ))}
        <li aria-current="page" className={styles.here}>
          {here}
        </li>
      </ol>
    </nav>
  );
}
