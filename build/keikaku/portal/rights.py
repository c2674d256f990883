"""What must be known of a portal before anything is compared: our right to write, its licences, its own fields."""

from __future__ import annotations

from dataclasses import replace

from keikaku.portal.ckan import Ckan
from keikaku.portal.custom import fit, own_fields
from keikaku.portal.dataset import Dataset
from keikaku.portal.settings import Portal
from keikaku.publish.failure import failed, wrong

_SHOWN = 30


def settle(dataset: Dataset, ckan: Ckan, portal: Portal) -> Dataset:
    """Turn organisation and licence into the portal's own ids, and put values into fields of its own.

    Raises:
        CallFailedError: the portal does not answer.
        RemoteError: the token is refused, or has no right to write for the organisation.
        CallError: the portal does not know the licence, or requires fields that nobody has filled.
    """
    settled = replace(
        dataset,
        fields={
            **dataset.fields,
            "owner_org": organisation_id(ckan, dataset.organisation, portal),
            "license_id": licence_id(ckan, dataset.licence, portal),
        },
    )
    return fit(settled, own_fields(ckan), portal)


def organisation_id(ckan: Ckan, wanted: str, portal: Portal) -> str:
    """Give the id of the organisation; reads succeed with a bad token, so this is what tells whether it is good."""
    own = ckan.read("organization_list_for_user", permission="create_dataset")
    if not own:
        raise failed("E1031", portal=portal.name, variable=portal.token_variable)
    for one in own:
        if wanted in (one["name"], one["id"]):
            return str(one["id"])
    known = ", ".join(sorted(str(one["name"]) for one in own)[:_SHOWN])
    raise failed("E1032", organisation=wanted, known=known)


def licence_id(ckan: Ckan, wanted: str, portal: Portal) -> str:
    """Give the licence's id where the portal lists it: CKAN would store any other text in silence."""
    listed = [str(one["id"]) for one in ckan.read("license_list")]
    if wanted in listed:
        return wanted
    raise wrong("E1033", licence=wanted, portal=portal.name, known=", ".join(sorted(listed)[:_SHOWN]))
