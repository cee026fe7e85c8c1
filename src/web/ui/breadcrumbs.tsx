import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { Icon } from "./icon.tsx";
import styles from "./trail.module.css";

interface Props {
  readonly steps: readonly { readonly to: string; readonly label: string }[];
  /** The page that is shown, which is not a link. */
  readonly here: string;
}

/** Links back up, from what is open to the list. */
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
