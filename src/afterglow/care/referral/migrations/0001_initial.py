import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
        ('pathway', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('decision', models.CharField(choices=[('accept', 'Accept for assessment'), ('ask-for-more', 'Ask for more'), ('send-elsewhere', 'Send elsewhere')], max_length=20)),
                ('words', models.TextField(blank=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroundFound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=60)),
                ('say', models.TextField()),
                ('signpost', models.TextField(blank=True)),
                ('excepted', models.BooleanField(default=False)),
                ('words', models.TextField(blank=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('judgement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='referral.judgement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('received_at', models.DateTimeField()),
                ('came_by', models.CharField(choices=[('letter', 'By letter or e-mail'), ('phone', 'By phone'), ('online', 'Online'), ('fhir', 'As an electronic referral')], max_length=10)),
                ('responsible', models.BooleanField(default=False)),
                ('funding', models.CharField(choices=[('self-pay', 'The patient pays'), ('nhs', 'NHS'), ('individual-funding-request', 'Individual funding request')], max_length=30)),
                ('indication', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField(blank=True)),
                ('urgent_since', models.DateTimeField(blank=True, null=True)),
                ('outside_id', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathway.episode')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
                ('referrer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.outsideclinician')),
                ('supporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.outsideclinician')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'received_at'], name='referral_by_arrival')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'episode'), name='one_referral_for_each_episode'), models.UniqueConstraint(condition=models.Q(('outside_id', ''), _negated=True), fields=('clinic', 'outside_id'), name='one_referral_for_each_outside_id')],
            },
        ),
        migrations.AddField(
            model_name='judgement',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='referral.referral'),
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('phone', models.CharField(blank=True, max_length=32)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('indication', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_because', models.CharField(blank=True, max_length=300)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('referral', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'closed_at'], name='enquiry_open')],
            },
        ),
        migrations.CreateModel(
            name='Addition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('referrer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.outsideclinician')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='referral.referral')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
