import { FormattedMessage } from "react-intl";
import type { Adoption } from "../data/adoption.ts";
import { Banner } from "../ui/banner.tsx";
import { LocalTime } from "../ui/local-time.tsx";

interface Props {
  readonly suspicious: Adoption["suspicious"];
  /** Whether what is shown is of one customer. */
  readonly isOneCustomer: boolean;
}

/** A notice that new installations were not counted, because there were too many; nothing if there were not. */
export function SuspiciousBanner({ suspicious, isOneCustomer }: Props) {
  if (suspicious === null) return null;
  const { newInstallationsRefused: count, since } = suspicious;
  return (
    <Banner tone="warning" title={<FormattedMessage id="adoption.suspicious" />}>
      <p>
        <FormattedMessage
          id={isOneCustomer ? "adoption.suspicious.one" : "adoption.suspicious.some"}
          values={{ count, since: <LocalTime at={since} /> }}
        />
      </p>
    </Banner>
  );
}
