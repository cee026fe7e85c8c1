import { FormattedMessage } from "react-intl";
import type { Adoption } from "../data/adoption.ts";
import { Banner } from "../ui/banner.tsx";

interface Props {
  readonly unproven: Adoption["unproven"];
  /** Whether what is shown is of one customer. */
  readonly isOneCustomer: boolean;
}

/** A notice that checks without the enrolment key that is required were not counted; nothing if there were none. */
export function UnprovenBanner({ unproven, isOneCustomer }: Props) {
  if (unproven === null) return null;
  return (
    <Banner tone="warning" title={<FormattedMessage id="adoption.unproven" />}>
      <p>
        <FormattedMessage
          id={isOneCustomer ? "adoption.unproven.one" : "adoption.unproven.some"}
          values={{ count: unproven.checks }}
        />
      </p>
    </Banner>
  );
}
