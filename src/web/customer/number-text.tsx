import { FormattedMessage, useIntl } from "react-intl";
import { useMe } from "../data/me.ts";
import type { Organization } from "../data/organization.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import styles from "./customer.module.css";
import { usePartnerName } from "./use-partner-name.ts";

type Numbers = Organization["customerNumbers"];

/** The customer numbers that the person may see, each with a button that copies it; for the vendor also whose each one is. */
export function NumberText({ numbers }: { numbers: Numbers }) {
  return (
    <span className={styles.numbers}>
      {numbers.map((one) => (
        <OneNumber key={one.partnerId} {...one} />
      ))}
    </span>
  );
}

function OneNumber({ partnerId, number }: Numbers[number]) {
  const intl = useIntl();
  const me = useMe();
  const partner = usePartnerName(partnerId);
  return (
    <span className={styles.number}>
      <bdi>{number}</bdi>
      <CopyButton text={number} label={intl.formatMessage({ id: "customer.number.copy" }, { number })} />
      {me.partnerId === undefined && partner !== undefined && (
        <small>
          <FormattedMessage id="customer.number.of" values={{ partner }} />
        </small>
      )}
    </span>
  );
}
