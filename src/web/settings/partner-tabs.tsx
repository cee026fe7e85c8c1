import { FormattedMessage, useIntl } from "react-intl";
import { partnerPath } from "../paths.ts";
import { TabLinks } from "../ui/tab-links.tsx";

/** The vendor's pages about one partner. */
export function PartnerTabs({ partnerId }: { partnerId: string }) {
  const intl = useIntl();
  return (
    <TabLinks
      label={intl.formatMessage({ id: "settings.partner.tabs" })}
      tabs={[
        {
          to: partnerPath(partnerId),
          label: <FormattedMessage id="frame.place.settings" />,
          exact: true,
        },
        { to: partnerPath(partnerId, "people"), label: <FormattedMessage id="frame.place.people" /> },
      ]}
    />
  );
}
