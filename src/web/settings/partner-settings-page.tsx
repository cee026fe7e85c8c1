import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, notFound } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { mayI, useMe } from "../data/me.ts";
import { partnerQuery, partnerSettingsQuery } from "../data/partners.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { hasStatus } from "../data/refused.ts";
import { BuildsDownload } from "../downloads/builds-download.tsx";
import { NoSuchPage } from "../frame/no-page.tsx";
import { PAGES } from "../paths.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { Page } from "../ui/page.tsx";
import type { PartnerVisit } from "../visit.ts";
import { FeatureSection } from "./feature-section.tsx";
import { PartnerSection } from "./partner-section.tsx";
import { PartnerSettingsForm } from "./partner-settings-form.tsx";
import { PartnerTabs } from "./partner-tabs.tsx";

const route = getRouteApi("/signed-in/settings/$partnerId");

/** A customer's people see which partners serve them, but not what a partner set for all its customers. */
export async function loadPartnerSettings({ context: { me }, params: { partnerId } }: PartnerVisit) {
  if (me.organizationId !== undefined) throw notFound();
  await Promise.all([
    queryClient.query({ ...partnerQuery(partnerId), ...FROM_CACHE }),
    queryClient.query({ ...partnerSettingsQuery(partnerId), ...FROM_CACHE }),
  ]);
}

/** What a partner set for all its customers, and the builds to download. */
export function PartnerSettingsPage() {
  const intl = useIntl();
  const { partnerId } = route.useParams();
  const { download } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const { data: partner, error } = useSuspenseQuery(partnerQuery(partnerId));
  const { data: answer } = useSuspenseQuery(partnerSettingsQuery(partnerId));
  // It was removed while the page was open.
  if (hasStatus(error, 404)) return <NoSuchPage />;
  const title = intl.formatMessage({ id: "frame.place.settings" });
  const isVendor = mayI(me, "manage_partners");
  return (
    <Page
      title={isVendor ? partner.name : title}
      above={isVendor && <Breadcrumbs steps={[{ to: PAGES.settings, label: title }]} here={partner.name} />}
    >
      {isVendor && <PartnerTabs partnerId={partnerId} />}
      <div>
        <PartnerSettingsForm key={partnerId} partnerId={partnerId} answer={answer}>
          <BuildsDownload
            platform={download}
            onSearch={(search, replace = false) => void navigate({ search, replace, resetScroll: false })}
          />
        </PartnerSettingsForm>
        {isVendor && <FeatureSection partner={partner} />}
        {isVendor && <PartnerSection partner={partner} />}
      </div>
    </Page>
  );
}
