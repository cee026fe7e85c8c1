import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Section } from "../ui/section.tsx";
import { SwitchField } from "../ui/switch-field.tsx";

interface Props {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly disabledReason: ReactNode;
}

/** R12: whether this customer's administrators may edit; overrides what the partner set for all customers. */
export function OverrideSection({ isOn, onChange, disabledReason }: Props) {
  const intl = useIntl();
  return (
    <Section
      title={<FormattedMessage id="settings.override" />}
      about={<FormattedMessage id="customer.override.about" />}
    >
      <SwitchField
        label={intl.formatMessage({ id: "schedule.override.one" })}
        description={<FormattedMessage id={`schedule.override.one_${isOn ? "on" : "off"}`} />}
        isOn={isOn}
        onChange={onChange}
        disabledReason={disabledReason}
      />
    </Section>
  );
}
