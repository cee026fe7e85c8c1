import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import type { Me } from "../data/me.ts";
import { Button } from "../ui/button.tsx";
import { mayReturn, type SettingsBefore } from "./undo.ts";

interface Props {
  readonly me: Me;
  readonly before: SettingsBefore;
  readonly partnerIds: readonly string[];
  /** Whether something else is changed and not saved yet. */
  readonly isChanged: boolean;
  readonly onPress: () => void;
}

/** R9: returns to the schedule of the partner, or of the vendor if no partner serves the customer. */
export function ReturnButton({ me, before, partnerIds, isChanged, onPress }: Props) {
  const intl = useIntl();
  const configuration = useConfiguration();
  if (!before.settings.editable || !mayReturn(before, me)) return null;
  const reason = isChanged ? intl.formatMessage({ id: "customer.return.unsaved" }) : undefined;
  return (
    <div>
      <Button icon="undo" disabledReason={reason} onPress={onPress}>
        {partnerIds.length > 0 ? (
          <FormattedMessage id={me.partnerId === undefined ? "customer.return" : "customer.return.ours"} />
        ) : (
          <FormattedMessage id="customer.return.vendor" values={{ vendor: configuration.vendor }} />
        )}
      </Button>
    </div>
  );
}
