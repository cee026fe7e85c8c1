import { FormattedMessage } from "react-intl";
import { Empty } from "../ui/states.tsx";
import styles from "./adoption.module.css";

/** Nobody has asked yet: how an installation makes itself known. */
export function NoInstallations({ customer }: { customer: string | undefined }) {
  const query = "platform=win&arch=x64&version=46.9.0.1&installation=desktop-001";
  return (
    <Empty icon="computer" title={<FormattedMessage id="adoption.none" />}>
      <p>
        <FormattedMessage id="adoption.none.about" values={{ parameter: <code>installation</code> }} />
      </p>
      <p className={styles.example}>
        <code>{`GET /v1/updates/check?organization=${customer ?? "…"}&${query}`}</code>
      </p>
      <p>
        <FormattedMessage id="adoption.none.feed" />
      </p>
    </Empty>
  );
}
