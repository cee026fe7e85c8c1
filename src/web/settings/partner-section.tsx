import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import type { Shape } from "../../client/shape.ts";
import { previewPartnerRemoval, removePartner, renamePartner } from "../data/partners.ts";
import { PAGES } from "../paths.ts";
import { EndsDialog } from "../people/ends-dialog.tsx";
import { Button } from "../ui/button.tsx";
import field from "../ui/field.module.css";
import { Section } from "../ui/section.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";

type Partner = Shape<"PartnerAnswer">;

/** The vendor's change of a partner's name, and its removal. */
export function PartnerSection({ partner }: { partner: Partner }) {
  const [isRemoving, setRemoving] = useState(false);
  return (
    <Section
      title={<FormattedMessage id="settings.partners.partner" />}
      about={<FormattedMessage id="settings.partner.about" />}
    >
      <PartnerName key={partner.name} partner={partner} />
      <div>
        <Button icon="remove" onPress={() => setRemoving(true)}>
          <FormattedMessage id="settings.partner.remove" />
        </Button>
      </div>
      {isRemoving && <RemovePartner partner={partner} onClose={() => setRemoving(false)} />}
    </Section>
  );
}

function PartnerName({ partner: { id, name: before } }: { partner: Partner }) {
  const intl = useIntl();
  const [name, setName] = useState(before);
  const saving = useMutation({
    mutationFn: () => renamePartner(id, name.trim()),
    onSuccess: () => {
      const text = intl.formatMessage({ id: "settings.partner.renamed" }, { before, after: name.trim() });
      showDone({ text, undo: () => renamePartner(id, before) });
    },
  });
  const isSame = name.trim() === before || name.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSame) saving.mutate();
  };
  return (
    <Form onSubmit={submit} className={field.radios ?? ""}>
      <TextField
        label={intl.formatMessage({ id: "settings.partner.name" })}
        maxLength={200}
        value={name}
        onChange={setName}
        problem={name.trim() === "" ? intl.formatMessage({ id: "settings.partner.name_missing" }) : undefined}
      />
      {saving.isError && <Failed error={saving.error} />}
      <div>
        <Button
          type="submit"
          isPending={saving.isPending}
          disabledReason={isSame ? intl.formatMessage({ id: "settings.keys.nothing_changed" }) : undefined}
        >
          <FormattedMessage id="settings.partner.rename" />
        </Button>
      </div>
    </Form>
  );
}

function RemovePartner({ partner: { id, name }, onClose }: { partner: Partner; onClose: () => void }) {
  const intl = useIntl();
  const navigate = useNavigate();
  return (
    <EndsDialog
      title={intl.formatMessage({ id: "settings.partner.remove.ask" }, { name })}
      about={
        <p>
          <FormattedMessage id="settings.partner.remove.about" />
        </p>
      }
      doIt={<FormattedMessage id="settings.partner.remove" />}
      changeKey={["partner", id]}
      preview={() => previewPartnerRemoval(id)}
      act={(keep) => removePartner(id, keep)}
      onClose={onClose}
      onDone={() => {
        showDone({
          text: intl.formatMessage({ id: "settings.partner.removed" }, { name }),
          about: PAGES.settings,
        });
        void navigate({ to: PAGES.settings });
      }}
    />
  );
}
