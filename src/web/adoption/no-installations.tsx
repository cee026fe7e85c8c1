import { FormattedMessage } from "react-intl";
import { updateCheckExample } from "../paths.ts";
import { Empty } from "../ui/states.tsx";
import styles from "./adoption.module.css";

/** What is shown where no installation has asked yet: how one is counted. */
export function NoInstallations({ customer }: { customer: string | undefined }) {
  return (
    <Empty icon="computer" title={<FormattedMessage id="adoption.none" />}>
      <p>
        <FormattedMessage id="adoption.none.about" values={{ parameter: <code>installation</code> }} />
      </p>
      <p className={styles.example}>
        <code>{`GET ${updateCheckExample(customer ?? "…")}`}</code>
      </p>
      <p>
        <FormattedMessage id="adoption.none.feed" />
      </p>
    </Empty>
  );
}
