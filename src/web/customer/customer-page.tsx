import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { StateBadges } from "../customers/state-badges.tsx";
import { hasHub, meQuery } from "../data/me.ts";
import { organizationQuery, organizationSettingsQuery } from "../data/organization.ts";
import { hasStatus } from "../data/refused.ts";
import { FailedPage, NoSuchPage } from "../frame/no-page.tsx";
import { customerPath, PAGES } from "../paths.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { Page } from "../ui/page.tsx";
import { Loading } from "../ui/states.tsx";
import { TabLinks } from "../ui/tab-links.tsx";

const route = getRouteApi("/signed-in/customers/$organizationId");

/** One customer, with a way back for whoever has many; for a customer's own people it is their home. */
export function CustomerPage() {
  const intl = useIntl();
  const { organizationId } = route.useParams();
  const { data: me } = useQuery(meQuery);
  const found = useQuery(organizationQuery(organizationId));
  if (hasStatus(found.error, 404)) return <NoSuchPage />;
  if (found.error && !found.data) {
    return <FailedPage error={found.error} reset={() => void found.refetch()} />;
  }
  if (!me || !found.data) return <Loading />;
  const { name } = found.data;
  const customers = { to: PAGES.customers, label: intl.formatMessage({ id: "frame.place.customers" }) };
  return (
    <Page
      title={name}
      above={hasHub(me) && <Breadcrumbs steps={[customers]} here={name} />}
      badges={<States organizationId={organizationId} />}
    >
      <Tabs organizationId={organizationId} />
      <Outlet />
    </Page>
  );
}

function Tabs({ organizationId }: { organizationId: string }) {
  const intl = useIntl();
  return (
    <TabLinks
      label={intl.formatMessage({ id: "customer.tabs" })}
      tabs={[
        {
          to: customerPath(organizationId),
          label: <FormattedMessage id="frame.place.overview" />,
          exact: true,
        },
        { to: customerPath(organizationId, "settings"), label: <FormattedMessage id="customer.settings" /> },
        { to: customerPath(organizationId, "users"), label: <FormattedMessage id="frame.place.users" /> },
        { to: customerPath(organizationId, "why"), label: <FormattedMessage id="customer.why" /> },
      ]}
    />
  );
}

/** What is special about it, beside its name. */
function States({ organizationId }: { organizationId: string }) {
  const { data } = useQuery(organizationSettingsQuery(organizationId));
  if (!data) return null;
  const { conflict, legacy, allowCustomerOverride } = data.body;
  return (
    <StateBadges
      conflict={conflict !== undefined}
      legacy={legacy !== undefined}
      locked={!allowCustomerOverride}
    />
  );
}
