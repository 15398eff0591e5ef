"""Base views: no selector is a crash at start, a hidden row is 404, a refusal is 403 with its reason.

A view names its `selector` (a function of the user that returns a `VisibleQuerySet` or a list of it), its
`rule` (raises Denied) and its `service`; it only translates between HTTP and these.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views import generic
from django_filters import FilterSet
from django_tables2 import Table
from django_tables2.export.export import TableExport
from django_tables2.views import SingleTableMixin

FUNCTIONS = ("selector", "rule", "service", "context")


class Page:
    """What every page has: title, rule, and functions that stay functions when set on a class."""

    title: Any = ""
    rule: Callable[..., None] | None = None
    request: Any  # an HttpRequest whose user is an account: LoginRequiredMiddleware lets no other through

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in FUNCTIONS:
            value = cls.__dict__.get(name)
            if callable(value) and not isinstance(value, staticmethod | type):
                if getattr(value, "__qualname__", "").startswith(f"{cls.__qualname__}."):
                    continue  # a method of the class itself
                setattr(cls, name, staticmethod(value))

    def get_title(self) -> str:
        return str(self.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": self.get_title()}  # type: ignore[misc]


class SelectorPage(Page):
    """A page that shows rows; it cannot be routed without a selector."""

    selector: Callable[..., Any] | None = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        if cls.selector is None and "selector" not in initkwargs:
            raise ImproperlyConfigured(f"{cls.__name__} has no selector: rows reach a page only through one")
        return super().as_view(**initkwargs)  # type: ignore[misc]

    def get_queryset(self) -> QuerySet:
        return self.selector(self.request.user)  # type: ignore[misc]


class PlainExport(TableExport):
    """An export whose texts stay texts: a name that begins like a formula must not run in Excel."""

    FORMULA = ("=", "+", "-", "@", "\t", "\r")

    def table_to_dataset(self, table: Table, exclude_columns: Any, dataset_kwargs: Any = None) -> Any:
        dataset = super().table_to_dataset(table, exclude_columns, dataset_kwargs)
        rows = [tuple(self._plain(value) for value in row) for row in dataset]
        del dataset[:]
        dataset.extend(rows)
        return dataset

    def _plain(self, value: Any) -> Any:
        return f"'{value}" if isinstance(value, str) and value.startswith(self.FORMULA) else value


class ListPage(SelectorPage, SingleTableMixin, generic.ListView):
    """A list: filtered, sorted, paged by 25, exported as shown (`?_export=xlsx|csv`)."""

    table_class: type[Table]
    filterset_class: type[FilterSet] | None = None
    table_pagination = {"per_page": 25}
    template_name = "components/list_page.html"
    export_name = "daftar"
    empty: dict[str, Any] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.rule is not None:
            self.rule(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def filterset(self) -> FilterSet | None:
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET, self.get_queryset(), request=self.request)

    @cached_property
    def rows(self) -> Any:
        """What is shown, put together once a request."""
        if self.filterset is not None and self.filterset.is_valid():
            return self.filterset.qs
        return self.get_queryset()

    def get_table_data(self) -> Any:
        return self.rows

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"request": self.request}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list = self.get_table_data()
        kind = request.GET.get("_export", "")
        if TableExport.is_valid_format(kind) and kind in ("xlsx", "csv"):
            table = self.get_table(**self.get_table_kwargs())
            return PlainExport(kind, table).response(f"{self.export_name}.{kind}")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"filter": self.filterset, "empty": self.empty}


class DetailPage(SelectorPage, generic.DetailView):
    """One row a person may see; anything else is 404, hidden and absent alike."""

    context_object_name = "object"

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        self.object = super().get_object(queryset)
        if self.rule is not None:
            self.rule(self.request.user, self.object)
        return self.object

    def get_title(self) -> str:
        return str(self.title or self.object)


class FormPage(Page, generic.FormView):
    """A form whose service does the work; what the service refuses stands in the error summary."""

    # Django's form views also take PUT as a POST; here nothing changes but by POST, with its CSRF token.
    http_method_names = ["get", "post", "head", "options"]
    template_name = "components/form_page.html"
    service: Callable[..., Any] | None = None
    success_url: Any = ""
    success_message: Any = ""
    submit_label: Any = ""
    cancel_url: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.setup_objects()
        if self.rule is not None:
            self.check_rule()
        return super().dispatch(request, *args, **kwargs)

    def setup_objects(self) -> None:
        """Subclasses fetch what the URL names, through selectors."""

    def check_rule(self) -> None:
        self.rule(self.request.user)  # type: ignore[misc]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def perform(self, form: forms.Form) -> Any:
        """Call the service; subclasses add what the URL names."""
        return self.service(by=self.request.user, **form.cleaned_data)  # type: ignore[misc]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.result = self.perform(form)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, str(self.success_message))
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"submit_label": self.submit_label, "cancel_url": self.get_cancel_url()}
        return super().get_context_data(**kwargs) | extra

    def get_cancel_url(self) -> str:
        return self.cancel_url


class CreatePage(FormPage):
    """Making something new; the rule asks only who."""


class ObjectFormPage(SelectorPage, FormPage):
    """A form about one row: hidden → 404, visible but not allowed → 403 with the reason."""

    object: Any

    def setup_objects(self) -> None:
        from django.shortcuts import get_object_or_404

        self.object = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def check_rule(self) -> None:
        self.rule(self.request.user, self.object)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"object": self.object}

    def get_success_url(self) -> str:
        return str(self.success_url or self.object.get_absolute_url())

    def get_cancel_url(self) -> str:
        return self.cancel_url or self.object.get_absolute_url()


class UpdatePage(ObjectFormPage):
    """Changing a row; `fields` are read from it unless the form is bound."""

    def get_initial(self) -> dict[str, Any]:
        form_class = self.get_form_class()
        names = [name for name in form_class.base_fields if hasattr(self.object, name)]
        return super().get_initial() | {name: _initial(self.object, name) for name in names}


class TransitionPage(ObjectFormPage):
    """A move of a workflow: GET asks to confirm (with the reason where one is due), POST does it."""

    template_name = "components/confirm_page.html"
    form_class: type[forms.Form]
    note: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": self.note}


class PlainForm(forms.Form):
    """A form that knows who fills it in; choices must come from that person's selectors."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)


def _initial(obj: Model, name: str) -> Any:
    value = getattr(obj, name)
    return list(value.all()) if hasattr(value, "all") else value


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put a service's refusal beside its field, or on top when the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, problems in error.error_dict.items():
        form.add_error(field if field in form.fields else None, problems)
