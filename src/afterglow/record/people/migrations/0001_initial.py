import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideClinician',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('profession', models.CharField(choices=[('gp', 'GP'), ('psychiatrist', 'Psychiatrist'), ('trust-consultant-psychiatrist', 'Consultant psychiatrist of the trust'), ('other-doctor', 'Other doctor'), ('care-coordinator', 'Care coordinator'), ('psychologist', 'Psychologist'), ('psychotherapist', 'Psychotherapist')], max_length=40)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('address', models.TextField(blank=True, max_length=500)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=32)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Patient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('given_names', models.CharField(blank=True, max_length=200)),
                ('family_name', models.CharField(max_length=200)),
                ('known_as', models.CharField(blank=True, max_length=100)),
                ('birth_date', models.DateField()),
                ('sex_at_birth', models.CharField(blank=True, choices=[('female', 'Female'), ('male', 'Male'), ('', 'Not recorded')], max_length=10)),
                ('nhs_number', models.CharField(blank=True, max_length=10)),
                ('nhs_number_verified', models.BooleanField(default=False)),
                ('address', models.TextField(blank=True, max_length=500)),
                ('county', models.CharField(blank=True, max_length=100)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=32)),
                ('allergies', models.CharField(blank=True, max_length=300)),
                ('detention_status', models.CharField(blank=True, max_length=200)),
                ('needs', models.CharField(blank=True, max_length=300)),
                ('registered_at', models.DateTimeField()),
                ('sought_as', models.CharField(default='', editable=False, max_length=1000)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'family_name', 'given_names'], name='patient_by_name')],
            },
        ),
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('relation', models.CharField(max_length=100)),
                ('named_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='helpers', to='people.patient')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmergencyContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('relation', models.CharField(blank=True, max_length=100)),
                ('phone', models.CharField(max_length=32)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_contacts', to='people.patient')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CareTeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('role', models.CharField(choices=[('gp', 'GP'), ('psychiatrist', 'Psychiatrist'), ('care-coordinator', 'Care coordinator'), ('therapist', 'Therapist')], max_length=32)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('clinician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.outsideclinician')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='care_team', to='people.patient')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('clinic', 'patient', 'clinician', 'role'), name='one_part_in_care_at_a_time')],
            },
        ),
    ]
