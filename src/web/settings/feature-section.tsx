import { useMutation } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import type { Shape } from "../../client/shape.ts";
import { switchReleaseManagement } from "../data/partners.ts";
import { Section } from "../ui/section.tsx";
import { Failed } from "../ui/states.tsx";
import { SwitchField } from "../ui/switch-field.tsx";
import { showDone } from "../ui/toasts.tsx";

/** R13: the vendor's switch without which a partner can configure nothing. What was set stays in force. */
export function FeatureSection({ partner }: { partner: Shape<"PartnerAnswer"> }) {
  const intl = useIntl();
  const isOn = partner.features.includes("atlas-webex-release-management");
  const switching = useMutation({
    mutationFn: (next: boolean) => switchReleaseManagement(partner.id, next),
    onSuccess: (_, next) => {
      const text = intl.formatMessage(
        { id: `settings.feature.now_${next ? "on" : "off"}` },
        { partner: partner.name },
      );
      const undo = () => switchReleaseManagement(partner.id, !next);
      showDone({ text, undo, thing: `feature/${partner.id}` });
    },
  });
  return (
    <Section
      title={<FormattedMessage id="settings.feature" />}
      about={<FormattedMessage id="settings.feature.about" />}
    >
      <SwitchField
        label={intl.formatMessage({ id: "settings.feature.switch" }, { partner: partner.name })}
        description={<FormattedMessage id={`settings.feature.${isOn ? "on" : "off"}`} />}
        isOn={isOn}
        onChange={(next) => switching.mutate(next)}
      />
      {switching.isError && <Failed error={switching.error} />}
    </Section>
  );
}
