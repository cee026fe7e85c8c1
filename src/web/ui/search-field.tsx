import { Button } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { SearchField as AriaSearchField } from "react-aria-components/SearchField";
import styles from "./field.module.css";
import { Icon } from "./icon.tsx";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search field; Escape empties it. The label is for screen readers, and is shown while the field is empty. */
export function SearchField({ label, value, onChange }: Props) {
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      className={`${styles.field} ${styles.searchField}`}
    >
      <span className={styles.searchRow}>
        <span className={styles.searchIcon}>
          <Icon name="search" size="small" />
        </span>
        <Input className={styles.input ?? ""} placeholder={label} />
        <Button className={styles.clear ?? ""}>
          <Icon name="close" size="small" />
        </Button>
      </span>
    </AriaSearchField>
  );
}
