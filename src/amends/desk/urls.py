"""Addresses of the company's seat."""

from django.urls import path

from amends.desk.views import (
    account,
    case,
    consult,
    contact,
    directory,
    number,
    one_contact,
    people,
    queue,
    record,
)

app_name = "desk"
urlpatterns = [
    path("", queue.today, name="today"),
    path("next/", queue.take_next, name="next"),
    path("skip/", queue.skip, name="skip"),
    path("search/", queue.search, name="search"),
    path("contacts/new/", contact.contact_new, name="contact_new"),
    path("contacts/solve/", one_contact.one_contact, name="one_contact"),
    path("cases/<uuid:case_uuid>/", case.case, name="case"),
    path("cases/<uuid:case_uuid>/record/", record.record, name="record"),
    path("cases/<uuid:case_uuid>/accounts/<uuid:account_uuid>/", account.account, name="account"),
    path("cases/<uuid:case_uuid>/numbers/<uuid:number_uuid>/", number.number, name="number"),
    path("cases/<uuid:case_uuid>/<slug:name>/", case.act, name="act"),
    path("consult/", consult.consult, name="consult"),
    path("consult/<uuid:consult_uuid>/", consult.question, name="question"),
    path("consult/<uuid:consult_uuid>/<slug:name>/", consult.act, name="answer"),
    path("files/<uuid:file_uuid>/", case.attachment, name="attachment"),
    path("customers/", people.customers, name="customers"),
    path("customers/<uuid:customer_uuid>/", people.customer, name="customer"),
    path("customers/<uuid:customer_uuid>/merge/", people.merge, name="merge"),
    path("customers/<uuid:customer_uuid>/household/", people.household, name="household"),
    path("directory/", directory.directory, name="directory"),
    path("preferences/", people.preferences, name="preferences"),
]
