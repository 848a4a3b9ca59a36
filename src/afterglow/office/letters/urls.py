from django.urls import URLPattern, path

from afterglow.office.letters.views import lists, one

app_name = "letters"

urlpatterns: list[URLPattern] = [
    path("letters/", lists.letters, name="letters"),
    path("letters/draft/", lists.draft, name="draft"),
    path("letters/<str:ref>/", one.letter, name="letter"),
    path("letters/<str:ref>/edit/", one.edit, name="edit"),
    path("letters/<str:ref>/approve/", one.approve, name="approve"),
    path("letters/<str:ref>/take-back/", one.take_back, name="take-back"),
    path("letters/<str:ref>/send/", one.send, name="send"),
    path("letters/<str:ref>/letter.pdf", one.pdf, name="pdf"),
]
