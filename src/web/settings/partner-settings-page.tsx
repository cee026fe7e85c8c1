import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { configurationQuery } from "../data/configuration.ts";
import { type Me, mayI, meQuery } from "../data/me.ts";
import { partnerQuery, partnerSettingsQuery } from "../data/partners.ts";
import { hasStatus } from "../data/refused.ts";
import { FailedPage, NoSuchPage } from "../frame/no-page.tsx";
import { PAGES } from "../paths.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { BuildsDialog } from "./builds-dialog.tsx";
import { FeatureSection } from "./feature-section.tsx";
import { PartnerSettingsForm } from "./partner-settings-form.tsx";

const route = getRouteApi("/signed-in/settings/$partnerId");

/** What a partner sets for all its customers, and the builds to download. */
export function PartnerSettingsPage() {
  const intl = useIntl();
  const { partnerId } = route.useParams();
  const { data: me } = useQuery(meQuery);
  const { data: partner, error, refetch } = useQuery(partnerQuery(partnerId));
  // A customer's people see who serves them, and not what these set for all their customers.
  if (hasStatus(error, 404) || me?.organizationId !== undefined) return <NoSuchPage />;
  if (error && !partner) return <FailedPage error={error} reset={() => void refetch()} />;
  if (!me || !partner) return <Loading />;
  const title = intl.formatMessage({ id: "frame.place.settings" });
  const isVendor = mayI(me, "manage_partners");
  return (
    <Page
      title={isVendor ? partner.name : title}
      above={isVendor && <Breadcrumbs steps={[{ to: PAGES.settings, label: title }]} here={partner.name} />}
    >
      <div>
        <Settings key={partnerId} partnerId={partnerId} />
        {mayI(me, "list_builds") && <Builds me={me} />}
        {isVendor && <FeatureSection partner={partner} />}
      </div>
    </Page>
  );
}

function Settings({ partnerId }: { partnerId: string }) {
  const { data, error, refetch } = useQuery(partnerSettingsQuery(partnerId));
  if (data) return <PartnerSettingsForm partnerId={partnerId} answer={data} />;
  return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />;
}

function Builds({ me }: { me: Me }) {
  const intl = useIntl();
  const { download } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: configuration } = useQuery(configurationQuery);
  if (!configuration) return <Loading lines={1} />;
  const { product } = configuration;
  const reason = mayI(me, "download_builds") ? undefined : intl.formatMessage({ id: "problem.not_allowed" });
  return (
    <Section
      title={<FormattedMessage id="settings.builds" />}
      about={<FormattedMessage id="settings.builds.about" values={{ product }} />}
    >
      <div>
        <Button
          icon="download"
          disabledReason={reason}
          onPress={() => void navigate({ search: { download: "win" }, resetScroll: false })}
        >
          <FormattedMessage id="settings.builds.open" values={{ product }} />
        </Button>
      </div>
      {download && (
        <BuildsDialog
          platform={download}
          onPlatform={(next) =>
            void navigate({ search: { download: next }, replace: true, resetScroll: false })
          }
          onClose={() => void navigate({ search: {}, resetScroll: false })}
        />
      )}
    </Section>
  );
}
